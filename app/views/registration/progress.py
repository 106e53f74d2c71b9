"""注册进度查询: for people who are not signed in, each for the registrations that he proved to be his."""

from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.errors import FieldRefusal, NotFound, Refusal
from app.services.registration.change import correct_registration, withdraw_registration
from app.services.registration.organization import checked_code
from app.services.registration.progress import Progress, find_registrations, read_progress
from app.services.registration.uploads import keep_upload
from app.views import context
from app.views.captcha import captcha_is_right, without_captcha_where_off
from app.views.gate import public
from app.views.registration.blueprint import OWN_KEY, bp, owner
from app.views.registration.wizard import columns_of, contact_of, offered
from forms.registration import ApplicantContactForm, CorrectRegistrationForm, ProgressForm, WithdrawRegistrationForm
from models import RegistrationKind

CONTACT = ("mobile", "email", "phone")
Form = TypeVar("Form", bound=ApplicantContactForm)
CORRECTED: dict[RegistrationKind, str] = {
    kind: "registration.correct" for kind in RegistrationKind if kind is not RegistrationKind.LEARNER
}
"""The endpoint on which a returned registration of a kind is corrected; it gets `registration_id`."""


@bp.route("/progress", methods=["GET", "POST"])
@public
def progress() -> ResponseReturnValue:
    """Ask for the person's registrations."""
    form, refusal = without_captcha_where_off(ProgressForm()), None
    if form.validate_on_submit() and captcha_is_right(form):
        try:
            found = find_registrations(
                context.session(),
                name=form.name.data,
                resident_id=form.resident_id.data,
                password=form.password.data,
            )
        except FieldRefusal as wrong:
            form.refuse(wrong.field, wrong)
        except Refusal as wrong:
            refusal = wrong
        else:
            if context.viewer() is None:  # a token that somebody else planted must not see this
                context.web_session().renew({OWN_KEY: found})
            context.web_session()[OWN_KEY] = found
            return redirect(url_for("registration.one", registration_id=found[0]), 303)
    page = render_template("registration/progress.html", form=form, refusal=refusal)
    return page, 422 if form.is_submitted() else 200


@bp.get("/progress/<int:registration_id>")
@public
def one(registration_id: int) -> ResponseReturnValue:
    """Where it is now, what happened, and what may be done."""
    shown = _own(registration_id)
    others = [id_ for id_ in context.web_session().get(OWN_KEY) or [] if id_ != registration_id]
    return render_template(
        "registration/one.html",
        progress=shown,
        others=others,
        form=WithdrawRegistrationForm(),
        correct=CORRECTED.get(shown.row.kind),
    )


@bp.post("/progress/<int:registration_id>/withdraw")
@public
def withdraw(registration_id: int) -> ResponseReturnValue:
    """Take it back (撤回申请)."""
    _own(registration_id)
    withdraw_registration(context.session(), registration_id, reason="")
    flash("已撤回，不再审核。如需注册，请重新填写。", "success")
    return _back_to(registration_id)


@bp.route("/progress/<int:registration_id>/correct", methods=["GET", "POST"])
@public
def correct(registration_id: int) -> ResponseReturnValue:
    """Correct what was returned, and submit it again."""
    shown = _own(registration_id)
    if shown.correction is None or shown.row.kind not in CORRECTED:
        flash("该申请当前没有被退回，不能修改。", "warning")
        return _back_to(registration_id)
    form = without_contact_of_users(offered(CorrectRegistrationForm(data=_as_typed(shown)), shown.row.kind), shown)
    if form.validate_on_submit() and _corrected(form, shown):
        flash("已修改并重新提交，请等待审核。", "success")
        return _back_to(registration_id)
    page = render_template("registration/correct.html", form=form, progress=shown)
    return page, 422 if form.is_submitted() else 200


def without_contact_of_users(form: Form, shown: Progress) -> Form:
    """The form without the contact of an applicant who is a user: he keeps his own data elsewhere."""
    if shown.contact is None:
        for name in CONTACT:
            del form[name]
    return form


def as_typed_contact(shown: Progress) -> dict[str, object]:
    """The contact, as the form shows it."""
    return {name: getattr(shown.contact, name) for name in CONTACT} if shown.contact else {}


def _own(registration_id: int) -> Progress:
    if registration_id not in (context.web_session().get(OWN_KEY) or []):
        raise NotFound
    return read_progress(context.session(), registration_id)


def _back_to(registration_id: int) -> Response:
    return redirect(url_for("registration.one", registration_id=registration_id), 303)


def _as_typed(shown: Progress) -> dict[str, object]:
    columns = (
        "credit_code", "organization_name", "level", "industry_code", "hr_id", "competent_id", "superior_id",
        "contact_name", "contact_phone", "legal_representative", "address", "summary",
    )  # fmt: skip
    return (
        {name: getattr(shown.row, name) for name in columns}
        | {f"{name}_text": text for name, text in shown.chosen.items()}
        | as_typed_contact(shown)
    )


def _corrected(form: CorrectRegistrationForm, shown: Progress) -> bool:
    session = context.session()
    try:
        columns = columns_of(form, shown.row.kind)
        if columns is None:
            return False
        columns["credit_code"] = checked_code(session, form.credit_code.data, own_id=shown.row.id)
        scan = None
        if form.file.data:
            scan = keep_upload(session, owner(), form.file.data.stream, form.file.data.filename or "")
        contact = contact_of(form) if shown.contact else None
        correct_registration(
            session, shown.row.id, columns, comment=form.comment.data or "", scan=scan, contact=contact
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
