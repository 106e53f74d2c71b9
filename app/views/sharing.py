"""What reviewers do with an instance besides deciding it, and what its submitter does while it waits.

Every view takes the address of the instance's page and leads back to it.
"""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from app.errors import NotFound, Refusal
from app.permissions import Permission
from app.services.approvals.holding import claim as claim_items
from app.services.approvals.holding import delegate, transfer
from app.services.approvals.holding import release as release_items
from app.services.approvals.remarks import comment_on, copy_to
from app.services.approvals.remarks import urge as urge_instances
from app.services.approvals.results import Result
from app.services.approvals.signers import add_signers
from app.services.approvals.signers import remove_signer as remove
from app.services.approvals.stepping_back import send_back as send_back_items
from app.services.approvals.stepping_back import take_back as take_back_decisions
from app.services.instances.read import InstancePage
from app.views import context
from app.views.gate import requires
from app.views.instance_page import (
    back_to,
    copy_form,
    give_form,
    read,
    remark_form,
    send_back_form,
    show,
    signers_form,
)
from forms.sharing import TakeBackForm
from models import SignOffKind

bp = Blueprint("sharing", __name__, url_prefix="/instances/<int:instance_id>")

GONE = "该事项已不在您的待办中，当前情况见下方办理过程。"


@bp.post("/claim")
@requires(Permission.WORK_ITEM_CLAIM)
def claim(instance_id: int) -> ResponseReturnValue:
    """认领: take the open work item out of the queue."""
    ids = _items(read(instance_id))
    return _told(instance_id, lambda: claim_items(context.session(), ids, by=context.actor()), "已认领，由您办理。")


@bp.post("/release")
@requires(Permission.WORK_ITEM_RELEASE)
def release(instance_id: int) -> ResponseReturnValue:
    """退回待办: put it back into the queue."""
    ids = _items(read(instance_id))
    said = "已退回待办，本单位有权限的同事都可以办理。"
    return _told(instance_id, lambda: release_items(context.session(), ids, by=context.actor()), said)


@bp.post("/give")
@requires(Permission.WORK_ITEM_TRANSFER)
def give(instance_id: int) -> ResponseReturnValue:
    """转办 or 委托: give it to a colleague."""
    shown = read(instance_id)
    form = give_form(shown.sharing)
    if not form.validate():
        return show(shown, give_form=form), 422
    verb, said = {
        "transfer": (transfer, "已转办，由同事办理。"),
        "delegate": (delegate, "已委托，同事提出意见后退还给您。"),
    }[form.way.data]
    ids, to, comment = _items(shown), form.to.data, form.comment.data or ""
    return _told(
        instance_id,
        lambda: verb(context.session(), ids, by=context.actor(), to_user_id=to, comment=comment),
        said,
    )


@bp.post("/signers")
@requires(Permission.WORK_ITEM_ADD_SIGNER)
def signers(instance_id: int) -> ResponseReturnValue:
    """加签: have colleagues sign too."""
    shown = read(instance_id)
    form = signers_form(shown.sharing)
    if not form.validate():
        return show(shown, signers_form=form), 422
    return _told(
        instance_id,
        lambda: add_signers(
            context.session(),
            _item(shown),
            by=context.actor(),
            user_ids=form.people.data,
            kind=SignOffKind(form.kind.data),
            comment=form.comment.data or "",
        ),
        "已加签，同事会在“待我签署”中看到。",
    )


@bp.post("/signers/<int:signer_id>/remove")
@requires(Permission.WORK_ITEM_ADD_SIGNER)
def remove_signer(instance_id: int, signer_id: int) -> ResponseReturnValue:
    """Take off a signer who has not signed."""
    item = _item(read(instance_id))
    return _told(
        instance_id,
        lambda: remove(context.session(), item, by=context.actor(), user_id=signer_id),
        "已取消其签署。",
    )


@bp.post("/send-back")
@requires(Permission.WORK_ITEM_SEND_BACK)
def send_back(instance_id: int) -> ResponseReturnValue:
    """退回到某一步."""
    shown = read(instance_id)
    form = send_back_form(shown.sharing)
    if not form.validate():
        return show(shown, send_back_form=form), 422
    ids, step, comment = _items(shown), form.step.data, form.comment.data
    return _told(
        instance_id,
        lambda: send_back_items(context.session(), ids, by=context.actor(), to_user_task_id=step, comment=comment),
        "已退回到所选环节，由该环节的单位重新办理。",
    )


@bp.post("/take-back")
@requires(Permission.WORK_ITEM_TAKE_BACK)
def take_back(instance_id: int) -> ResponseReturnValue:
    """撤回 of one's own decision."""
    shown, form = read(instance_id), TakeBackForm(prefix="take")
    if not form.validate():
        return show(shown, take_back_form=form), 422
    reason = form.comment.data or ""
    return _told(
        instance_id,
        lambda: take_back_decisions(context.session(), [instance_id], by=context.actor(), reason=reason),
        "已撤回您的办理，该事项回到您的待办。",
    )


@bp.post("/copy")
@requires(Permission.INSTANCE_COPY)
def copy(instance_id: int) -> ResponseReturnValue:
    """抄送: send a copy to colleagues or organisations."""
    shown = read(instance_id)
    form = copy_form(shown.sharing)
    if not form.validate():
        return show(shown, copy_form=form), 422
    people, organizations, comment = form.people.data, form.organizations.data, form.comment.data or ""
    return _told(
        instance_id,
        lambda: copy_to(
            context.session(),
            instance_id,
            by=context.actor(),
            user_ids=people,
            organization_ids=organizations,
            comment=comment,
        ),
        "已抄送。",
    )


@bp.post("/remarks")
@requires(Permission.INSTANCE_COMMENT)
def remark(instance_id: int) -> ResponseReturnValue:
    """留言: write a comment."""
    shown = read(instance_id)
    form = remark_form(shown.sharing)
    if not form.validate():
        return show(shown, remark_form=form), 422
    body, people = form.body.data, form.people.data
    return _told(
        instance_id,
        lambda: comment_on(context.session(), instance_id, by=context.actor(), body=body, mentioned=people),
        "已留言。",
    )


@bp.post("/urge")
@requires(Permission.INSTANCE_URGE)
def urge(instance_id: int) -> ResponseReturnValue:
    """催办: ask whoever has it to go on."""
    read(instance_id)
    return _told(
        instance_id,
        lambda: urge_instances(context.session(), [instance_id], by=context.actor()),
        "已催办，已通知办理单位，该事项的办理过程中也会看到。",
    )


def _items(shown: InstancePage) -> list[int]:
    """The work item of the reader's organisation; none where it has gone on."""
    place = shown.sharing.place
    return [place.work_item_id] if place else []


def _item(shown: InstancePage) -> int:
    return next(iter(_items(shown)), 0)


def _told(instance_id: int, act: Callable[[], Sequence[Result] | None], sentence: str) -> ResponseReturnValue:
    """Do it and say how it went, on the page of the instance."""
    try:
        results = act()
        refusal = next((one.refusal for one in results or () if one.refusal), None)
        is_gone = results is not None and not results
    except Refusal as raised:
        refusal, is_gone = raised, False
    if is_gone or isinstance(refusal, NotFound):
        flash(GONE, "warning")
    elif refusal is not None:
        flash(str(refusal), "warning")
    else:
        flash(sentence, "success")
    return back_to(instance_id)
