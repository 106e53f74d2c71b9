"""The three steps of registering an organisation (注册). Nothing typed is lost going back or on a refusal."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, NotFound
from app.services.accounts.contact import Contact
from app.services.accounts.throttle import AddressThrottled, Locked
from app.services.registration.choosing import chosen_of_list, chosen_organization
from app.services.registration.organization import OrganizationFields, checked_code, checked_organization
from app.services.registration.person import Person
from app.services.registration.progress import read_progress
from app.services.registration.refusals import ScanMissing
from app.services.registration.submit import PRIVACY_VERSION, submit_registration
from app.services.registration.uploads import keep_upload, upload_of
from app.views import context
from app.views.captcha import captcha_is_right, without_captcha_where_off
from app.views.gate import public
from app.views.registration.blueprint import (
    OWN_KEY,
    WIZARDS,
    bp,
    draft_of,
    keep_draft,
    kind_of,
    owner,
)
from forms.registration import ApplicantContactForm, ApplicantForm, CodeForm, OrganizationForm
from models import Level, RegistrationKind

TEXTS = ("organization_name", "contact_name", "contact_phone", "legal_representative", "address", "summary")


@bp.get("")
@public
def choose() -> ResponseReturnValue:
    """What somebody registers as."""
    return render_template("registration/choose.html", kinds=list(WIZARDS))


@bp.get("/<kind>")
@public
def begin(kind: str) -> ResponseReturnValue:
    """The first page of a kind."""
    if kind not in WIZARDS:
        raise NotFound
    return redirect(url_for(WIZARDS[RegistrationKind(kind)], kind=kind))


@bp.route("/<kind>/code", methods=["GET", "POST"])
@public
def code(kind: str) -> ResponseReturnValue:
    """Step 1: the code and the scan."""
    which = kind_of(kind)
    draft = draft_of(which)
    form = CodeForm(data={"credit_code": draft.get("credit_code", "")})
    if form.validate_on_submit() and _code_kept(form, draft):
        return redirect(url_for("registration.organization", kind=kind), 303)
    upload = upload_of(context.session(), owner())
    page = render_template("registration/code.html", form=form, kind=which, upload=upload)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<kind>/organization", methods=["GET", "POST"])
@public
def organization(kind: str) -> ResponseReturnValue:
    """Step 2: what the organisation says of itself."""
    which = kind_of(kind)
    draft = draft_of(which)
    if "credit_code" not in draft:
        return redirect(url_for("registration.code", kind=kind))
    form = offered(OrganizationForm(data=draft.get("organization")), which)
    if form.is_submitted():
        keep_draft(draft | {"organization": typed(form)})
    if form.validate_on_submit() and columns_of(form, which) is not None:
        return redirect(url_for("registration.applicant", kind=kind), 303)
    page = render_template("registration/organization.html", form=form, kind=which)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<kind>/applicant", methods=["GET", "POST"])
@public
def applicant(kind: str) -> ResponseReturnValue:
    """Step 3: who applies; then everything is submitted at once."""
    which = kind_of(kind)
    draft = draft_of(which)
    if "organization" not in draft:
        return redirect(url_for("registration.organization", kind=kind))
    form = without_captcha_where_off(ApplicantForm())
    if form.validate_on_submit() and captcha_is_right(form):
        answer = _submitted(form, which, draft)
        if answer is not None:
            return answer
    page = render_template("registration/applicant.html", form=form, kind=which, version=PRIVACY_VERSION)
    return page, 422 if form.is_submitted() else 200


@bp.get("/done")
@public
def done() -> ResponseReturnValue:
    """注册成功: what happens next, and who reviews it."""
    own = context.web_session().get(OWN_KEY) or []
    if not own:
        return redirect(url_for("registration.choose"))
    return render_template("registration/done.html", progress=read_progress(context.session(), own[0]))


def offered(form: OrganizationForm, kind: RegistrationKind) -> Any:
    """The form with the fields of this kind."""
    absent = {
        RegistrationKind.BASE: ("superior_id", "superior_id_text"),
        RegistrationKind.EMPLOYER: ("level", "level_text"),
        RegistrationKind.DEPARTMENT: (
            "level",
            "level_text",
            "superior_id",
            "superior_id_text",
            "competent_id",
            "competent_id_text",
        ),
    }[kind]
    for name in absent:
        del form[name]
    return form


def typed(form: OrganizationForm) -> dict[str, str]:
    """What was typed, as the draft keeps it."""
    return {
        name: str(value or "")[:2000] for name, value in form.data.items() if name not in ("csrf_token", "file")
    }


def columns_of(form: OrganizationForm, kind: RegistrationKind) -> dict[str, object] | None:
    """The checked columns, or None when a refusal stands beside its field."""
    try:
        return checked_organization(context.session(), kind, _fields(form))
    except FieldRefusal as refusal:
        form.refuse(refusal.field if refusal.field in form else "organization_name", refusal)
        return None


def _fields(form: OrganizationForm) -> OrganizationFields:
    session = context.session()
    short = {
        name: chosen_of_list(session, name, form[name].data or "", form[f"{name}_text"].data or "")
        for name in ("level", "industry_code")
        if name in form
    }
    chosen: dict[str, Any] = {
        f"{what}_id": chosen_organization(
            session,
            what,
            form[f"{what}_id"].data or "",
            form[f"{what}_id_text"].data or "",
            required=what == "hr",
        )
        for what in ("hr", "competent", "superior")
        if f"{what}_id" in form
    }
    texts: dict[str, Any] = {name: form[name].data or "" for name in TEXTS}
    return OrganizationFields(
        **texts,
        **chosen,
        level=Level(short["level"]) if "level" in short else None,
        industry_code=short["industry_code"],
    )


def _code_kept(form: CodeForm, draft: dict[str, Any]) -> bool:
    try:
        if form.file.data:
            keep_upload(context.session(), owner(), form.file.data.stream, form.file.data.filename or "")
        draft["credit_code"] = checked_code(context.session(), form.credit_code.data)
        if upload_of(context.session(), owner()) is None:
            raise ScanMissing
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    keep_draft(draft)
    return True


def _submitted(form: ApplicantForm, kind: RegistrationKind, draft: dict[str, Any]) -> ResponseReturnValue | None:
    """Submit it, or send the reader back to the step in which something is wrong now."""
    session, scan = context.session(), upload_of(context.session(), owner())
    filled = offered(OrganizationForm(formdata=None, data=draft["organization"], meta={"csrf": False}), kind)
    columns = columns_of(filled, kind)
    if columns is None or scan is None:
        return redirect(url_for("registration.organization" if scan else "registration.code", kind=kind.value), 303)
    try:
        columns["credit_code"] = checked_code(session, draft["credit_code"])
        row = submit_registration(session, kind, columns, person_of(form), scan=scan)
    except (FieldRefusal, Locked, AddressThrottled) as refusal:
        field = getattr(refusal, "field", "password")
        form.refuse(field if field in form else "resident_id", refusal)
        return None
    own = context.web_session().get(OWN_KEY) or []
    context.web_session()[OWN_KEY] = [row.id, *own][:5]
    keep_draft({})
    return redirect(url_for("registration.done"), 303)


def person_of(form: ApplicantForm) -> Person:
    """Who applies, as the form has it."""
    return Person(
        is_user=form.is_user.data == "yes",
        resident_id=form.resident_id.data,
        password=form.password.data,
        name=form.name.data,
        contact=contact_of(form),
    )


def contact_of(form: ApplicantContactForm) -> Contact:
    """How the applicant can be reached, as the form has it."""
    return Contact(form.mobile.data or "", form.email.data or "", form.phone.data or "")
