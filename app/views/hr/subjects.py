"""公需科目管理: the public subjects that the department keeps for each year."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.subjects.edit import SubjectFields, add_subject, edit_subject, enable_subject
from app.services.subjects.kept import find_kept, list_kept
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.base.subjects import EnableForm, SubjectForm, YearFilterForm

bp = Blueprint("subjects", __name__, url_prefix="/subjects")


@bp.get("")
@requires(Permission.PUBLIC_SUBJECT_MANAGE)
def subjects() -> ResponseReturnValue:
    """List them, of all years or one."""
    asked = YearFilterForm(request.args)
    year = asked.year.data if asked.validate() else None
    page = list_kept(context.session(), year=year, before=key_in_address(), by=context.actor())
    return render_template("hr/subjects/subjects.html", page=page, asked=asked, year=year)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PUBLIC_SUBJECT_MANAGE)
def new() -> ResponseReturnValue:
    """Add a subject."""
    form = SubjectForm()
    if request.method == "GET" or not form.validate() or not _saved(form, None):
        page = render_template("hr/subjects/subject.html", form=form, row=None)
        return page, 200 if request.method == "GET" else 422
    flash(f"已新增公需科目“{form.name.data}”。", "success")
    return redirect(url_for("hr.subjects.subjects"), 303)


@bp.route("/<int:subject_id>/edit", methods=["GET", "POST"])
@requires(Permission.PUBLIC_SUBJECT_MANAGE)
def edit(subject_id: int) -> ResponseReturnValue:
    """Change a subject of the department."""
    row = find_kept(context.session(), subject_id, by=context.actor())
    form = SubjectForm(obj=row)
    if request.method == "GET" or not form.validate() or not _saved(form, subject_id):
        page = render_template("hr/subjects/subject.html", form=form, row=row)
        return page, 200 if request.method == "GET" else 422
    flash(f"已修改公需科目“{form.name.data}”。", "success")
    return redirect(url_for("hr.subjects.subjects"), 303)


@bp.post("/<int:subject_id>/enable")
@requires(Permission.PUBLIC_SUBJECT_MANAGE)
def enable(subject_id: int) -> ResponseReturnValue:
    """Disable a subject, or enable it again."""
    wanted = bool(EnableForm().enabled.data)
    done = enable_subject(context.session(), subject_id, enabled=wanted, by=context.actor())
    said = "已启用“{}”。" if wanted else "已禁用“{}”：新的计划和培训班不能再选择它，原有的不受影响。"
    flash(said.format(done.name), "success")
    return redirect(url_for("hr.subjects.subjects"), 303)


def _saved(form: SubjectForm, subject_id: int | None) -> bool:
    fields = SubjectFields(form.name.data, form.year.data, form.hours.data, form.summary.data or "")
    try:
        if subject_id is None:
            add_subject(context.session(), fields, by=context.actor())
        else:
            edit_subject(context.session(), subject_id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
