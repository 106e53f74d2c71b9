"""通知公告: what HR departments tell everybody."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.services.notices.list import find_public, list_public
from app.views import context
from app.views.gate import public
from app.views.paging import key_in_address

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("")
@public
def notices() -> ResponseReturnValue:
    """All notices, pinned ones first, then the newest."""
    page = list_public(context.session(), after=key_in_address())
    return render_template("notices/notices.html", page=page)


@bp.get("/<int:notice_id>")
@public
def notice(notice_id: int) -> ResponseReturnValue:
    """One notice."""
    return render_template("notices/notice.html", notice=find_public(context.session(), notice_id))
