"""培训计划管理: create plans, submit them, correct those that came back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.attachments.find import attachments_of
from app.services.plans.attachments import KIND, attach_to_plan, remove_from_plan
from app.services.plans.edit import correct_plan, create_plan, delete_plan, edit_plan, submit_plan
from app.services.plans.fields import PlanFields
from app.services.plans.list import PlanRow, find_plan, list_plans
from app.services.plans.refusals import PlanNotChangeable
from app.services.subjects.list import choosable
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.base.plans import AttachmentForm, PlanFilterForm, PlanForm
from models import PlanState, SubjectType, TeachingMode

bp = Blueprint("plans", __name__, url_prefix="/plans")


@bp.get("")
@requires(Permission.PLAN_VIEW)
def plans() -> ResponseReturnValue:
    """The base's plans, where each is, and what may be done with it."""
    asked = PlanFilterForm(request.args)
    good = asked.validate()
    page = list_plans(
        context.session(),
        by=context.actor(),
        text=(asked.text.data or "") if good else "",
        year=asked.year.data if good else None,
        state=PlanState(asked.state.data) if good and asked.state.data else None,
        before=key_in_address(),
    )
    return render_template("base/plans/plans.html", page=page, asked=asked, args=request.args)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new() -> ResponseReturnValue:
    """Create a plan; it is kept as a draft, then files are added and it is submitted."""
    form = _offered(PlanForm())
    if request.method == "GET" or not form.validate() or not _created(form):
        return _form_page(form, None), 200 if request.method == "GET" else 422
    flash("计划已保存为“待提交”，请核对内容、上传附件后提交审核。", "success")
    return redirect(url_for("base.plans.plan", plan_id=form.saved_id), 303)


@bp.get("/subjects")
@requires(Permission.PLAN_VIEW)
def subjects() -> ResponseReturnValue:
    """The select of subjects alone, for the type (and year) that was chosen."""
    form = _offered(PlanForm(request.args, meta={"csrf": False}), narrow=True)
    return render_template("base/plans/_subject.html", form=form)


@bp.get("/<int:plan_id>")
@requires(Permission.PLAN_VIEW)
def plan(plan_id: int) -> ResponseReturnValue:
    """One plan with its files, and what may be done with it."""
    return _plan_page(find_plan(context.session(), plan_id, by=context.actor()), AttachmentForm(formdata=None))


@bp.route("/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit(plan_id: int) -> ResponseReturnValue:
    """Change a draft, or correct a returned plan and submit it again."""
    row = find_plan(context.session(), plan_id, by=context.actor())
    if not (row.is_draft or row.is_returned):
        raise PlanNotChangeable(state=row.word.text, verb="修改")
    form = _offered(PlanForm(obj=row), keep=row.subject_id)
    if request.method == "GET" or not form.validate() or not _changed(form, row):
        return _form_page(form, row), 200 if request.method == "GET" else 422
    flash("计划已修改。" if row.is_draft else "已修改并重新提交，请等待审核。", "success")
    return redirect(url_for("base.plans.plan", plan_id=plan_id), 303)


@bp.post("/<int:plan_id>/submit")
@requires(Permission.PLAN_SUBMIT)
def submit(plan_id: int) -> ResponseReturnValue:
    """Send a draft on its way."""
    find_plan(context.session(), plan_id, by=context.actor())
    submit_plan(context.session(), plan_id, by=context.actor())
    flash("提交成功，审核通过后计划方可生效。", "success")
    return redirect(url_for("base.plans.plan", plan_id=plan_id), 303)


@bp.route("/<int:plan_id>/delete", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def delete(plan_id: int) -> ResponseReturnValue:
    """Delete a draft, after one more question."""
    row = find_plan(context.session(), plan_id, by=context.actor())
    if request.method == "GET":
        return render_template("base/plans/delete.html", row=row)
    flash(f"已删除计划“{delete_plan(context.session(), plan_id, by=context.actor())}”。", "success")
    return redirect(url_for("base.plans.plans"), 303)


@bp.post("/<int:plan_id>/attachments")
@requires(Permission.PLAN_EDIT)
def attach(plan_id: int) -> ResponseReturnValue:
    """Add a file."""
    row = find_plan(context.session(), plan_id, by=context.actor())
    form = AttachmentForm()
    if not form.validate() or not _attached(form, plan_id):
        return _plan_page(row, form), 422
    flash("附件已上传。", "success")
    return redirect(url_for("base.plans.plan", plan_id=plan_id), 303)


@bp.post("/<int:plan_id>/attachments/<int:attachment_id>/remove")
@requires(Permission.PLAN_EDIT)
def remove(plan_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a file away."""
    find_plan(context.session(), plan_id, by=context.actor())
    gone = remove_from_plan(context.session(), plan_id, attachment_id, by=context.actor())
    flash(f"已删除附件“{gone.name}”。", "success")
    return redirect(url_for("base.plans.plan", plan_id=plan_id), 303)


def _offered(form: PlanForm, *, keep: int | None = None, narrow: bool = False) -> PlanForm:
    """Fill the select; narrowed to the chosen type and year where a script asks for it."""
    offered = choosable(context.session(), by=context.actor(), keep=keep)
    if narrow and form.subject_type.data:
        offered = [one for one in offered if one.type == form.subject_type.data]
    if narrow and form.year.data:
        offered = [one for one in offered if one.type is not SubjectType.PUBLIC or one.year == form.year.data]
    groups = {kind.label: [(one.id, one.name) for one in offered if one.type is kind] for kind in SubjectType}
    return form.offer({label: rows for label, rows in groups.items() if rows})


def _fields(form: PlanForm) -> PlanFields:
    return PlanFields(
        name=form.name.data,
        subject_type=SubjectType(form.subject_type.data),
        subject_id=form.subject_id.data,
        year=form.year.data,
        people=form.people.data,
        hours=form.hours.data,
        mode=TeachingMode(form.mode.data),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        audience=form.audience.data or "",
        place=form.place.data or "",
        fee=form.fee.data or "",
    )


def _created(form: PlanForm) -> bool:
    try:
        form.saved_id = create_plan(context.session(), _fields(form), by=context.actor()).id
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _changed(form: PlanForm, row: PlanRow) -> bool:
    session, by, fields = context.session(), context.actor(), _fields(form)
    try:
        if row.is_returned and row.work_item_id is not None:
            correct_plan(session, row.work_item_id, fields, by=by, comment=form.comment.data or "")
        else:
            edit_plan(session, row.id, fields, by=by)
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _attached(form: AttachmentForm, plan_id: int) -> bool:
    file = form.file.data
    try:
        attach_to_plan(context.session(), plan_id, file.stream, file.filename or "", by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _form_page(form: PlanForm, row: PlanRow | None) -> str:
    return render_template("base/plans/edit.html", form=form, row=row)


def _plan_page(row: PlanRow, form: AttachmentForm) -> str:
    files = attachments_of(context.session(), KIND, row.id)
    return render_template("base/plans/plan.html", row=row, attachments=files, form=form)
