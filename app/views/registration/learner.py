"""专业技术人员注册: the region, its employers, then the person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, NotFound
from app.services.accounts.throttle import AddressThrottled, Locked
from app.services.registration.change import correct_registration
from app.services.registration.choosing import chosen_organization
from app.services.registration.employers import all_regions, employers_of
from app.services.registration.progress import Progress, read_progress
from app.services.registration.submit import PRIVACY_VERSION, submit_registration
from app.views import context
from app.views.captcha import captcha_is_right, without_captcha_where_off
from app.views.gate import public
from app.views.paging import key_in_address
from app.views.registration.blueprint import OWN_KEY, WIZARDS, bp
from app.views.registration.progress import CORRECTED, as_typed_contact, without_contact_of_users
from app.views.registration.wizard import contact_of, person_of
from forms.registering_learner import CorrectLearnerForm, EmployerSearchForm, LearnerApplicantForm
from models import RegistrationKind

TEXTS = ("title_series", "title_grade", "department", "education", "school", "major")
WIZARDS[RegistrationKind.LEARNER] = "registration.learner_employer"
CORRECTED[RegistrationKind.LEARNER] = "registration.correct_learner"


@bp.get("/learner/employer")
@public
def learner_employer() -> ResponseReturnValue:
    """Find the employer: its region first."""
    regions = all_regions(context.session())
    asked = EmployerSearchForm(request.args).offer(regions)
    region = asked.region.data if asked.region.data in dict(regions) else ""
    text = (asked.text.data or "") if asked.validate() else ""
    page = employers_of(context.session(), region, text, after=key_in_address()) if region else None
    return render_template("registration/learner_employer.html", asked=asked, page=page, region=region, text=text)


@bp.route("/learner/applicant", methods=["GET", "POST"])
@public
def learner() -> ResponseReturnValue:
    """Who registers; then it is submitted to the employer."""
    try:
        employer = chosen_organization(
            context.session(), "employer", request.args.get("employer", ""), "", required=True
        )
    except FieldRefusal:
        return redirect(url_for("registration.learner_employer"))
    form = without_captcha_where_off(LearnerApplicantForm())
    if form.validate_on_submit() and captcha_is_right(form) and _submitted(form, employer):
        return redirect(url_for("registration.done"), 303)
    page = render_template("registration/learner.html", form=form, version=PRIVACY_VERSION)
    return page, 422 if form.is_submitted() else 200


@bp.route("/progress/<int:registration_id>/correct-learner", methods=["GET", "POST"])
@public
def correct_learner(registration_id: int) -> ResponseReturnValue:
    """Correct what was returned, and submit it again."""
    if registration_id not in (context.web_session().get(OWN_KEY) or []):
        raise NotFound
    shown = read_progress(context.session(), registration_id)
    if shown.row.kind is not RegistrationKind.LEARNER:
        raise NotFound
    known = {name: getattr(shown.row, name) for name in TEXTS} | as_typed_contact(shown)
    form = without_contact_of_users(CorrectLearnerForm(data=known), shown)
    if form.validate_on_submit() and _corrected(form, shown):
        flash("已修改并重新提交，请等待审核。", "success")
        return redirect(url_for("registration.one", registration_id=registration_id), 303)
    page = render_template("registration/correct_learner.html", form=form, progress=shown)
    return page, 422 if form.is_submitted() else 200


def _corrected(form: CorrectLearnerForm, shown: Progress) -> bool:
    columns = {name: form[name].data or "" for name in TEXTS}
    contact = contact_of(form) if shown.contact else None
    try:
        correct_registration(
            context.session(), shown.row.id, columns, comment=form.comment.data or "", contact=contact
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _submitted(form: LearnerApplicantForm, employer: int | None) -> bool:
    columns = {"employer_id": employer, **{name: form[name].data or "" for name in TEXTS}}
    try:
        row = submit_registration(context.session(), RegistrationKind.LEARNER, columns, person_of(form))
    except (FieldRefusal, Locked, AddressThrottled) as refusal:
        field = getattr(refusal, "field", "password")
        form.refuse(field if field in form else "resident_id", refusal)
        return False
    own = context.web_session().get(OWN_KEY) or []
    context.web_session()[OWN_KEY] = [row.id, *own][:5]
    return True
