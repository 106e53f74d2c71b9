"""Files beside an item, for whoever may look at it: a fixed type, never part of our own pages."""

from urllib.parse import quote

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.permissions import Permission
from app.services.attachments.content import PDF
from app.services.attachments.find import open_attachment
from app.views import context
from app.views.gate import requires
from app.views.security import answer_under
from models import Attachment, Upload

bp = Blueprint("attachments", __name__, url_prefix="/attachments")

PICTURE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
PDF_POLICY = (
    "script-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Browsers show no PDF under `sandbox`: their viewers, which run apart from our pages, would not start."""


@bp.get("/<int:attachment_id>")
@requires(Permission.ATTACHMENT_VIEW)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """Download one file."""
    found, content = open_attachment(context.session(), attachment_id, by=context.actor())
    return sent(found, content, "attachment")


@bp.get("/<int:attachment_id>/preview")
@requires(Permission.ATTACHMENT_VIEW)
def preview(attachment_id: int) -> ResponseReturnValue:
    """Show a picture or PDF in the browser; other files can only be downloaded."""
    found, content = open_attachment(context.session(), attachment_id, by=context.actor())
    if not (found.is_picture or found.media_type == PDF):
        raise NotFound()
    answer_under(PICTURE_POLICY if found.is_picture else PDF_POLICY)
    return sent(found, content, "inline")


def sent(found: Attachment | Upload, content: bytes, how: str) -> Response:
    """A file of a fixed type; a browser must not guess another, nor keep it."""
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, mimetype=found.media_type, headers=headers)
