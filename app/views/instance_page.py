"""The page of one instance, with the forms of everything that can be done on it."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.services.inbox.groups import GroupKey
from app.services.inbox.next_item import next_in_group
from app.services.instances.places import Place
from app.services.instances.read import InstancePage, read_instance
from app.services.instances.sharing import Sharing
from app.views import context
from app.views.deciding import choices_of, needing_comment, new_key
from forms.form import BaseForm
from forms.inbox import DecideForm
from forms.instances import WithdrawForm
from forms.sharing import AddSignersForm, CopyForm, GiveForm, RemarkForm, SendBackForm, TakeBackForm


def read(instance_id: int) -> InstancePage:
    """The instance as the reader may see it."""
    return read_instance(context.session(), instance_id, by=context.actor())


def back_to(instance_id: int) -> Response:
    """Show the page anew."""
    return redirect(url_for("instances.instance", instance_id=instance_id), 303)


def next_id_of(place: Place) -> int | None:
    """The instance after this one in the reader's inbox, within the same group."""
    key = GroupKey(place.group_id, place.user_task_id)
    return next_in_group(context.session(), key, place.work_item_id, by=context.actor())


def decide_form(place: Place, **data: object) -> DecideForm:
    """The decision on an open work item."""
    return DecideForm(outcomes=place.outcomes, need_comment=needing_comment(place.outcomes), data=data)


def give_form(sharing: Sharing) -> GiveForm:
    """Transfer or delegate to a colleague whose role opens the step."""
    return GiveForm(prefix="give").offer((one.user_id, one.name) for one in sharing.deciders)


def signers_form(sharing: Sharing) -> AddSignersForm:
    """Add colleagues who sign."""
    return AddSignersForm(prefix="sign").offer((one.user_id, one.name) for one in sharing.colleagues)


def send_back_form(sharing: Sharing) -> SendBackForm:
    """Send back to one of the steps passed."""
    return SendBackForm(prefix="back").offer((step.user_task_id, step.name) for step in sharing.steps)


def copy_form(sharing: Sharing) -> CopyForm:
    """Send a copy to colleagues or organisations."""
    colleagues = [(one.user_id, one.name) for one in sharing.colleagues]
    return CopyForm(prefix="copy").offer(colleagues, [(one.id, one.name) for one in sharing.organizations])


def remark_form(sharing: Sharing) -> RemarkForm:
    """Write a comment."""
    return RemarkForm(prefix="remark").offer((one.user_id, one.name) for one in sharing.colleagues)


def show(shown: InstancePage, *, id_number: str | None = None, **refused: BaseForm) -> str:
    """Render the page; a form that was refused is given by its name and keeps what was typed."""
    place, sharing = shown.actions.decide, shown.sharing
    forms: dict[str, BaseForm | None] = {
        "decide_form": decide_form(place, key=new_key()) if place else None,
        "withdraw_form": WithdrawForm(),
        "give_form": give_form(sharing),
        "signers_form": signers_form(sharing),
        "send_back_form": send_back_form(sharing),
        "copy_form": copy_form(sharing),
        "remark_form": remark_form(sharing),
        "take_back_form": TakeBackForm(prefix="take"),
    }
    return render_template(
        "instances/instance.html",
        page=shown,
        choices=choices_of(place.outcomes) if place else [],
        next_id=next_id_of(place) if place else None,
        id_number=id_number,
        **{**forms, **refused},
    )
