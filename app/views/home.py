"""Where each kind of user starts."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.permissions import BASE, Permission
from app.services import overview
from app.views import context, navigation
from app.views.gate import requires

bp = Blueprint("home", __name__)


@bp.get("/home")
@requires(Permission.HOME_VIEW)
def start() -> ResponseReturnValue:
    """Lead reviewers to their inbox and learners to their hours; show a base its functions."""
    actor = context.actor()
    menu = navigation.items_for(actor)
    if actor.kind != BASE and menu:
        return redirect(menu[0].url if actor.is_learner else url_for("inbox.groups"))
    counts = overview.score_counts(context.session(), by=actor) if actor.kind == BASE else None
    return render_template("home/start.html", menu=menu, counts=counts)
