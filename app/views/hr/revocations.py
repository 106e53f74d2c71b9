"""学时审验: find qualified scores, propose to revoke some, and see what became of the proposals."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.revocations.propose import propose_revocation
from app.services.revocations.search import Asked, list_proposals, search_qualified
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.hr.revocations import ProposeForm, SearchForm

bp = Blueprint("revocations", __name__, url_prefix="/revocations")


@bp.get("")
@requires(Permission.REVOCATION_PROPOSE)
def search() -> ResponseReturnValue:
    """Find the scores."""
    return _page(ProposeForm(formdata=None))


@bp.post("")
@requires(Permission.REVOCATION_PROPOSE)
def propose() -> ResponseReturnValue:
    """Propose to revoke those that were ticked."""
    form = ProposeForm()
    if not form.validate() or not _proposed(form):
        return _page(form), 422
    return redirect(url_for("hr.revocations.proposals"), 303)


@bp.get("/proposals")
@requires(Permission.REVOCATION_PROPOSE)
def proposals() -> ResponseReturnValue:
    """What the department proposed."""
    page = list_proposals(context.session(), by=context.actor(), before=key_in_address())
    return render_template("hr/revocations/proposals.html", page=page)


def _proposed(form: ProposeForm) -> bool:
    try:
        results = propose_revocation(context.session(), form.chosen, reason=form.reason.data, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    if done := sum(result.ok for result in results):
        flash(f"已提议 {done} 条审验不通过，请本部门另一名有“学时审验”权限的管理员在待办事项中复核。", "success")
    for sentence in {str(result.refusal) for result in results if result.refusal is not None}:
        flash(sentence, "warning")
    return True


def _page(form: ProposeForm) -> str:
    asked = SearchForm(request.args)
    wanted = Asked()
    if asked.validate():
        wanted = Asked(
            learner=asked.learner.data or "",
            class_name=asked.class_name.data or "",
            base_name=asked.base_name.data or "",
            year=asked.year.data,
        )
    page = search_qualified(context.session(), wanted, by=context.actor(), before=key_in_address())
    address = {name: request.args.get(name) or None for name in asked.data}
    return render_template("hr/revocations/search.html", page=page, asked=asked, form=form, address=address)
