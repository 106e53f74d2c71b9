"""Files beside an item, for whoever may look at it: a fixed type, never opened within our pages."""

from urllib.parse import quote

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.attachments.find import open_attachment
from app.views import context
from app.views.gate import requires

bp = Blueprint("attachments", __name__, url_prefix="/attachments")


@bp.get("/<int:attachment_id>")
@requires(Permission.ATTACHMENT_VIEW)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """Download one file."""
    found, content = open_attachment(context.session(), attachment_id, by=context.actor())
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, mimetype=found.media_type, headers=headers)
