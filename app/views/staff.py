"""人员情况: who teaches and manages at a training base, the third tab of 基本信息维护."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.organization import staff as service
from app.services.organization.staff import StaffFields
from app.services.organization.staff_export import export_staff
from app.services.organization.staff_import import StaffImported, import_staff, template_file
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.staff import StaffForm, StaffImportForm
from models import Staff, StaffKind

bp = Blueprint("staff", __name__, url_prefix="/organization/staff")


@bp.get("")
@requires(Permission.STAFF_EDIT)
def staff() -> ResponseReturnValue:
    """The people of the reader's base."""
    page = service.list_staff(context.session(), by=context.actor(), after=key_in_address())
    counts = service.count_staff(context.session(), by=context.actor())
    return render_template("staff/staff.html", page=page, counts=counts)


@bp.get("/staff.xlsx")
@requires(Permission.STAFF_EDIT)
def download() -> ResponseReturnValue:
    """All of them as a spreadsheet."""
    return spreadsheet("人员情况.xlsx", export_staff(context.session(), by=context.actor()))


@bp.get("/template.xlsx")
@requires(Permission.STAFF_EDIT)
def template() -> ResponseReturnValue:
    """The spreadsheet to fill in."""
    return spreadsheet("人员情况导入模板.xlsx", template_file(by=context.actor()))


@bp.route("/import", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def upload() -> ResponseReturnValue:
    """Add those of a filled template; its wrong rows are named."""
    form = StaffImportForm()
    done = _imported(form) if form.validate_on_submit() else None
    if done and not done.wrong:
        return _back(f"导入成功：已新增 {done.added:,} 名人员。")
    status = 422 if form.is_submitted() and not (done and done.added) else 200
    limit = context.settings().upload_limit
    return render_template("staff/import.html", form=form, done=done, limit=limit), status


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def new() -> ResponseReturnValue:
    """Add somebody."""
    form = StaffForm()
    if form.validate_on_submit() and _saved(form, None):
        return _back(f"已新增人员“{form.name.data}”。")
    return _form_page(form, None)


@bp.route("/<int:staff_id>/edit", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def edit(staff_id: int) -> ResponseReturnValue:
    """Change what is said of somebody."""
    row = service.find_staff(context.session(), staff_id, by=context.actor())
    form = StaffForm(obj=row)
    if form.validate_on_submit() and _saved(form, staff_id):
        return _back(f"已修改人员“{form.name.data}”。")
    return _form_page(form, row)


@bp.route("/<int:staff_id>/delete", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def delete(staff_id: int) -> ResponseReturnValue:
    """Take somebody off the list, after one more question."""
    row = service.find_staff(context.session(), staff_id, by=context.actor())
    if request.method == "GET":
        return render_template("staff/delete.html", row=row)
    return _back(f"已删除人员“{service.delete_staff(context.session(), staff_id, by=context.actor())}”。")


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("staff.staff"), 303)


def _form_page(form: StaffForm, row: Staff | None) -> ResponseReturnValue:
    return render_template("staff/edit.html", form=form, row=row), 422 if form.is_submitted() else 200


def _imported(form: StaffImportForm) -> StaffImported | None:
    content, skip = form.file.data.stream, form.skip_wrong.data
    try:
        return import_staff(context.session(), content, skip_wrong=skip, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return None


def _saved(form: StaffForm, staff_id: int | None) -> bool:
    fields = StaffFields(
        name=form.name.data,
        kind=StaffKind(form.kind.data),
        education=form.education.data,
        title=form.title.data or "",
        specialty=form.specialty.data or "",
        employer_name=form.employer_name.data or "",
    )
    try:
        if staff_id is None:
            service.add_staff(context.session(), fields, by=context.actor())
        else:
            service.edit_staff(context.session(), staff_id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
