"""待我签署 and 抄送我的: what is addressed to the reader himself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.inbox.addressed import list_copies, list_signatures
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address

bp = Blueprint("addressed", __name__, url_prefix="/inbox")


@bp.get("/signatures")
@requires(Permission.INBOX_VIEW)
def signatures() -> ResponseReturnValue:
    """The signatures that are asked of the reader, oldest first."""
    page = list_signatures(context.session(), by=context.actor(), after=key_in_address() or 0)
    return render_template("addressed/signatures.html", page=page)


@bp.get("/copies")
@requires(Permission.INBOX_VIEW)
def copies() -> ResponseReturnValue:
    """The copies that the reader got, newest first."""
    page = list_copies(context.session(), by=context.actor(), before=key_in_address())
    return render_template("addressed/copies.html", page=page)
