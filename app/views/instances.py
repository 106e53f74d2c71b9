"""One instance: where it is, who did what and why, what the reader may do; and what was submitted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.accounts.settings import settings_of
from app.services.approvals import withdraw as withdraw_instances
from app.services.inbox.act import Done, decide_chosen
from app.services.instances.diagram import picture_of
from app.services.instances.find import find_instance
from app.services.instances.id_number import reveal_id_number
from app.services.instances.places import Place
from app.services.instances.read import InstancePage
from app.services.instances.submitted import kinds_of, list_submitted
from app.services.instances.timeline import timeline_of
from app.services.scores.correct import correct_and_resubmit, give_up_score
from app.views import context, instance_page
from app.views.deciding import after
from app.views.gate import requires
from app.views.instance_page import back_to, next_id_of, read, show
from app.views.paging import key_in_address
from forms.instances import CorrectForm, GiveUpForm, SubmittedFilterForm, WithdrawForm
from models import ItemKind

bp = Blueprint("instances", __name__, url_prefix="/instances")

CORRECTED_ELSEWHERE = {
    ItemKind.TRAINING_PLAN: ("base.plans.edit", "plan_id"),
    ItemKind.EMPLOYER_TRANSFER: ("transfers.edit", "transfer_id"),
    ItemKind.ANNUAL_REPORT: ("base.reports.edit", "report_id"),
    ItemKind.ORGANIZATION_CHANGE: ("organization.correct", "change_id"),
    ItemKind.DIAGRAM_RELEASE: ("drafts.correct", "release_id"),
}
"""Kinds of item that have a page of their own to correct them on: endpoint, and its argument for the item's id."""


@bp.get("")
@requires(Permission.SUBMITTED_VIEW)
def submitted() -> ResponseReturnValue:
    """我发起的: what the reader's organisation submitted, and who has it now."""
    asked = SubmittedFilterForm(request.args).offer(kinds_of(context.session(), by=context.actor()).items())
    good = asked.validate()
    page = list_submitted(
        context.session(),
        by=context.actor(),
        kind=ItemKind(asked.kind.data) if good and asked.kind.data else None,
        state=(asked.state.data or "") if good else "",
        class_id=asked.class_id.data if good else None,
        text=(asked.text.data or "") if good else "",
        before=key_in_address(),
    )
    return render_template("instances/submitted.html", page=page, asked=asked, args=request.args)


@bp.get("/<int:instance_id>")
@requires(Permission.INSTANCE_VIEW)
def instance(instance_id: int) -> ResponseReturnValue:
    """Show an instance."""
    return show(read(instance_id))


@bp.get("/<int:instance_id>/diagram.json")
@requires(Permission.INSTANCE_VIEW)
def diagram(instance_id: int) -> ResponseReturnValue:
    """The diagram with the way taken, for the viewer on the page."""
    facts = find_instance(context.session(), instance_id, by=context.actor())
    return picture_of(context.session(), facts, timeline_of(context.session(), facts.id))


@bp.post("/<int:instance_id>/decide")
@requires(Permission.WORK_ITEM_DECIDE)
def decide(instance_id: int) -> ResponseReturnValue:
    """Decide the instance's open work item, on the revision that the page showed."""
    shown = read(instance_id)
    place = shown.actions.decide
    if place is None:
        flash("该事项已不在您的待办中，当前情况见下方办理过程。", "warning")
        return back_to(instance_id)
    form = instance_page.decide_form(place)
    if not form.validate():
        return show(shown, decide_form=form), 422
    seen = request.form.get("revision", shown.facts.revision, type=int)
    done = decide_chosen(
        context.session(),
        [(place.work_item_id, seen)],
        by=context.actor(),
        outcome=form.outcome.data,
        comment=form.comment.data,
        key=form.key.data,
    )
    return after(done, form.outcome.data, _next_page(done, place, instance_id))


@bp.post("/<int:instance_id>/withdraw")
@requires(Permission.INSTANCE_WITHDRAW)
def withdraw(instance_id: int) -> ResponseReturnValue:
    """Take the instance back."""
    shown = read(instance_id)
    form = WithdrawForm()
    if not form.validate():
        return show(shown, withdraw_form=form), 422
    result = withdraw_instances(context.session(), [instance_id], by=context.actor(), reason=form.reason.data)[0]
    if result.refusal is not None:
        flash(str(result.refusal), "warning")
    else:
        flash(f"已撤回，{shown.item.withdrawn}", "success")
    return back_to(instance_id)


@bp.get("/<int:instance_id>/correct")
@requires(Permission.INSTANCE_RESUBMIT)
def correct(instance_id: int) -> ResponseReturnValue:
    """Show the form that corrects a returned score, the reason of the return in view."""
    shown = read(instance_id)
    if shown.actions.correct is None:
        return back_to(instance_id)
    if shown.facts.item_kind in CORRECTED_ELSEWHERE:
        return redirect(_correction_of(shown), 303)
    form = CorrectForm(data=shown.latest.content)
    return render_template("instances/correct.html", page=shown, form=form)


@bp.post("/<int:instance_id>/correct")
@requires(Permission.INSTANCE_RESUBMIT)
def submit_correction(instance_id: int) -> ResponseReturnValue:
    """Correct the score and submit it again, in the same instance."""
    shown = read(instance_id)
    place = shown.actions.correct
    if place is None:
        flash("该事项已不在退回状态，当前情况见下方办理过程。", "warning")
        return back_to(instance_id)
    if shown.facts.item_kind in CORRECTED_ELSEWHERE:
        return redirect(_correction_of(shown), 303)
    form = CorrectForm()
    if not form.validate() or not _corrected(form, place):
        return render_template("instances/correct.html", page=shown, form=form), 422
    flash("已更正并重新提交，由用人单位重新审核。", "success")
    return redirect(url_for("inbox.groups"), 303)


@bp.route("/<int:instance_id>/give-up", methods=["GET", "POST"])
@requires(Permission.INSTANCE_RESUBMIT)
def give_up(instance_id: int) -> ResponseReturnValue:
    """Ask for the reason, then give up a returned score."""
    shown = read(instance_id)
    place, form = shown.actions.give_up, GiveUpForm()
    if place is None:
        flash("该事项已不在退回状态，当前情况见下方办理过程。", "warning")
        return back_to(instance_id)
    if request.method == "GET" or not form.validate():
        page = render_template("instances/give_up.html", page=shown, form=form)
        return page, 200 if request.method == "GET" else 422
    give_up_score(context.session(), place.work_item_id, by=context.actor(), reason=form.comment.data)
    flash("已放弃申报，该成绩回到“待申报”，可以修改或删除。", "success")
    return back_to(instance_id)


@bp.post("/<int:instance_id>/id-number")
@requires(Permission.WORK_ITEM_DECIDE)
def id_number(instance_id: int) -> ResponseReturnValue:
    """Show the learner's whole id number once; the look is audited."""
    number = reveal_id_number(context.session(), instance_id, by=context.actor())
    return show(read(instance_id), id_number=number)


def _next_page(done: Done, place: Place, instance_id: int) -> str:
    """The next item of the group, where the reader wants that and there is one; else the same page."""
    moves_on = done.refusal is None and settings_of(context.session(), context.actor()).opens_next
    next_id = next_id_of(place) if moves_on else None
    return url_for("instances.instance", instance_id=next_id or instance_id)


def _correction_of(shown: InstancePage) -> str:
    endpoint, argument = CORRECTED_ELSEWHERE[shown.facts.item_kind]
    address: dict[str, Any] = {argument: shown.facts.item_id}
    return url_for(endpoint, **address)


def _corrected(form: CorrectForm, place: Place) -> bool:
    try:
        correct_and_resubmit(
            context.session(),
            place.work_item_id,
            by=context.actor(),
            value=form.value.data,
            remark=form.remark.data,
            comment=form.comment.data,
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
