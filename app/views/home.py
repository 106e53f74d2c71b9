"""首页: what each kind of user wants to know each morning."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.home.learner import learner_home
from app.services.home.member import member_home
from app.services.notices.list import list_public
from app.today import today
from app.views import context
from app.views.gate import requires

bp = Blueprint("home", __name__)

NOTICES = 5


@bp.get("/home")
@requires(Permission.HOME_VIEW)
def start() -> ResponseReturnValue:
    """Show a learner his year, and everybody else what waits, what of theirs is where and what is due."""
    session, actor = context.session(), context.actor()
    notices = list_public(session, limit=NOTICES).rows
    shown = learner_home(session, by=actor) if actor.is_learner else member_home(session, by=actor)
    return render_template("home/start.html", page=shown, notices=notices, today=today(), actor=actor)
