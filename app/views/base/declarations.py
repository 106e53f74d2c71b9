"""学员成绩申报: find scores, declare one, some or all of them, take back what nobody has decided."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.permissions import Permission, may
from app.services.scores.classes import find_class, years_of
from app.services.scores.declare import (
    Outcome,
    count_scores,
    declare_matching,
    declare_scores,
    withdraw_matching,
    withdraw_scores,
)
from app.services.scores.export import export_scores
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import find_scores, list_scores
from app.services.scores.standing import Standing
from app.services.scores.window import Window
from app.views import context
from app.views.deciding import new_key
from app.views.downloads import spreadsheet
from app.views.gate import requires
from forms.base.declarations import ChosenForm, FilterForm, WithdrawForm

bp = Blueprint("declarations", __name__, url_prefix="/declarations")

FILTERS = ("class_id", "training_year", "credit_year", "state", "text")
WAIT = "请等待用人单位管理员审批，最终人社部门审批通过后成绩才算合格。"


@bp.get("")
@requires(Permission.SCORE_VIEW)
def scores() -> ResponseReturnValue:
    """The base's scores, where each is, and what may be done with it."""
    return _page(ChosenForm(formdata=None))


@bp.get("/scores.xlsx")
@requires(Permission.SCORE_EXPORT)
def file() -> ResponseReturnValue:
    """Every score that the filter matches, as a spreadsheet."""
    return spreadsheet("学员成绩.xlsx", export_scores(context.session(), _filter(), by=context.actor()))


@bp.post("")
@requires(Permission.SCORE_DECLARE)
def declare() -> ResponseReturnValue:
    """Declare what was chosen."""
    form = ChosenForm()
    if not form.validate():
        return _page(form), 422
    session, by, key = context.session(), context.actor(), form.key.data
    if form.scope.data == "filter":
        done = declare_matching(session, _filter(up_to=form.up_to.data), by=by, key=key)
    else:
        done = declare_scores(session, form.chosen, by=by, key=key)
    return _after(done, "申报成功：{}条成绩已申报。" + WAIT, verb="申报")


@bp.post("/withdraw")
@requires(Permission.INSTANCE_WITHDRAW)
def withdraw() -> ResponseReturnValue:
    """Ask for the reason, then take back what was chosen."""
    form = WithdrawForm()
    if "reason" not in request.form:
        return _withdraw_page(WithdrawForm(request.form))
    if not form.validate():
        return _withdraw_page(form), 422
    session, by, key, reason = context.session(), context.actor(), form.key.data, form.reason.data
    if form.scope.data == "filter":
        asked = _filter(up_to=form.up_to.data)
        done = withdraw_matching(session, asked, by=by, reason=reason, key=key)
    else:
        done = withdraw_scores(session, form.chosen, by=by, reason=reason, key=key)
    return _after(done, "已撤回{}条，成绩回到“待申报”，可以修改后重新申报。", verb="撤回")


def _after(done: Outcome, sentence: str, *, verb: str) -> Response:
    """Back to the list with a sentence; to the command's page while it is at work or where rows were refused."""
    if done.done:
        flash(sentence.format(f"{done.done:,}"), "success")
    if done.command_id is not None and (done.refused or not done.is_finished):
        return redirect(url_for("commands.command", command_id=done.command_id), 303)
    for reason, count in done.reasons.items():
        flash(reason if count == 1 else f"{count}条未能{verb}:{reason}", "warning")
    if not done.done and not done.reasons:
        flash(f"没有可以{verb}的成绩。", "info")
    return redirect(url_for("base.declarations.scores", **_address()), 303)


def _asked() -> FilterForm:
    years = years_of(context.session(), by=context.actor())
    states = [(one.value, one.label) for one in Standing]
    form = FilterForm(request.values)
    return form.offer(training=years.training, credit=years.credit, states=states)


def _filter(*, asked: FilterForm | None = None, up_to: int | None = None) -> ScoreFilter:
    asked = asked or _asked()
    if not asked.validate():
        raise NotFound()
    return ScoreFilter(
        class_id=asked.class_id.data,
        training_year=asked.training_year.data,
        credit_year=asked.credit_year.data,
        standing=Standing(asked.state.data) if asked.state.data else None,
        text=asked.text.data or "",
        up_to=up_to,
    )


def _address(**further: Any) -> dict[str, Any]:
    """The present filter as part of an address."""
    return {name: request.values.get(name) or None for name in FILTERS} | further


def _page(form: ChosenForm) -> str:
    session, by, asked = context.session(), context.actor(), _asked()
    good = asked.validate()
    wanted = _filter(asked=asked) if good else ScoreFilter()
    window = Window(after=asked.after.data, before=asked.before.data) if good else Window()
    return render_template(
        "base/declarations/scores.html",
        asked=asked,
        chosen_class=find_class(session, wanted.class_id, by=by) if wanted.class_id else None,
        counted=count_scores(session, wanted, by=by),
        page=list_scores(session, wanted, window, by=by),
        withdrawing=wanted.standing is Standing.EMPLOYER,
        form=form,
        key=new_key(),
        address=_address,
        may_declare=may(by, Permission.SCORE_DECLARE),
        may_enter=may(by, Permission.SCORE_ENTER),
    )


def _withdraw_page(form: WithdrawForm) -> str:
    rows = find_scores(context.session(), form.chosen, by=context.actor()) if form.chosen else []
    return render_template("base/declarations/withdraw.html", rows=rows, form=form, address=_address)
