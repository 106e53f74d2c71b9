"""试走: a draft walked step by step on an item that was really submitted. Nothing is written."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.diagrams.drafts import read_draft
from app.services.diagrams.trying import NotToTry, WayIsGone, examples_of, try_draft
from app.views import context
from app.views.gate import requires

bp = Blueprint("trial", __name__, url_prefix="/diagrams/drafts/<int:draft_id>/try")

LONGEST = 60  # decisions in one address


@bp.get("")
@requires(Permission.DIAGRAM_VIEW)
def trial(draft_id: int) -> ResponseReturnValue:
    """Choose an item, then decide step by step; the address holds all of it."""
    session, by = context.session(), context.actor()
    draft = read_draft(session, draft_id, by=by)
    examples = examples_of(session, draft.process_id, by=by)
    item_id = request.args.get("item", examples[0].item_id if examples else None, type=int)
    if item_id is None:
        return render_template("admin/trial/trial.html", draft=draft, examples=examples, trial=None)
    try:
        walked = try_draft(session, draft, item_id, request.args.getlist("way")[:LONGEST], by=by)
    except NotToTry as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("drafts.draft", draft_id=draft_id), 303)
    except WayIsGone as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("trial.trial", draft_id=draft_id), 303)
    return render_template("admin/trial/trial.html", draft=draft, examples=examples, trial=walked)


@bp.get("/picture.json")
@requires(Permission.DIAGRAM_VIEW)
def picture(draft_id: int) -> ResponseReturnValue:
    """The way that was walked, on the diagram."""
    session, by = context.session(), context.actor()
    draft = read_draft(session, draft_id, by=by)
    item_id = request.args.get("item", 0, type=int)
    return try_draft(session, draft, item_id, request.args.getlist("way")[:LONGEST], by=by).picture
