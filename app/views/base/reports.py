"""年审报告管理: write annual reports, declare them, correct those that came back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.attachments.find import attachments_of
from app.services.reports.edit import (
    KIND,
    ReportFields,
    attach_to_report,
    correct_report,
    create_report,
    declare_report,
    delete_report,
    edit_report,
    has_competent,
    remove_from_report,
)
from app.services.reports.figures import drafted_next_year, drafted_work, figures_of
from app.services.reports.list import ReportRow, find_report, list_reports
from app.services.reports.refusals import ReportNotChangeable
from app.today import today
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.base.reports import ReportFileForm, ReportForm
from models import Receiver

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("")
@requires(Permission.REPORT_VIEW)
def reports() -> ResponseReturnValue:
    """The base's reports, where each is, and what may be done with it."""
    page = list_reports(context.session(), by=context.actor(), before=key_in_address())
    return render_template("base/reports/reports.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def new() -> ResponseReturnValue:
    """Write a report; the form begins with the year's real figures."""
    form = _offered(ReportForm() if request.method == "POST" else _drafted())
    if request.method == "GET" or not form.validate() or not _created(form):
        return _form_page(form, None), 200 if request.method == "GET" else 422
    flash("报告已保存为“未申报”，请上传附件、核对内容后申报。", "success")
    return redirect(url_for("base.reports.report", report_id=form.saved_id), 303)


@bp.get("/<int:report_id>")
@requires(Permission.REPORT_VIEW)
def report(report_id: int) -> ResponseReturnValue:
    """One report with its files, and what may be done with it."""
    return _report_page(
        find_report(context.session(), report_id, by=context.actor()), ReportFileForm(formdata=None)
    )


@bp.route("/<int:report_id>/edit", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit(report_id: int) -> ResponseReturnValue:
    """Change a draft, or correct a returned report and submit it again."""
    row = find_report(context.session(), report_id, by=context.actor())
    if not (row.is_draft or row.is_returned):
        raise ReportNotChangeable(state=row.word.text, verb="修改")
    form = _offered(ReportForm(obj=row))
    if request.method == "GET" or not form.validate() or not _changed(form, row):
        return _form_page(form, row), 200 if request.method == "GET" else 422
    flash("报告已修改。" if row.is_draft else "已修改并重新提交，请等待审核。", "success")
    return redirect(url_for("base.reports.report", report_id=report_id), 303)


@bp.route("/<int:report_id>/declare", methods=["GET", "POST"])
@requires(Permission.REPORT_DECLARE)
def declare(report_id: int) -> ResponseReturnValue:
    """Show the whole report once more as its reviewer will see it; then declare it."""
    row = find_report(context.session(), report_id, by=context.actor())
    if request.method == "GET" and row.is_draft:
        files = attachments_of(context.session(), KIND, row.id)
        return render_template("base/reports/declare.html", row=row, figures=_figures(row), attachments=files)
    if request.method == "POST":
        declare_report(context.session(), report_id, by=context.actor())
        flash("申报成功，可在此查询审核状态。已申报的报告不可删除。", "success")
    return redirect(url_for("base.reports.report", report_id=report_id), 303)


@bp.route("/<int:report_id>/delete", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def delete(report_id: int) -> ResponseReturnValue:
    """Delete a report that was never declared, after one more question."""
    row = find_report(context.session(), report_id, by=context.actor())
    if request.method == "GET":
        return render_template("base/reports/delete.html", row=row)
    flash(f"已删除报告“{delete_report(context.session(), report_id, by=context.actor())}”。", "success")
    return redirect(url_for("base.reports.reports"), 303)


@bp.post("/<int:report_id>/attachments")
@requires(Permission.REPORT_EDIT)
def attach(report_id: int) -> ResponseReturnValue:
    """Add a file."""
    row = find_report(context.session(), report_id, by=context.actor())
    form = ReportFileForm()
    if not form.validate() or not _attached(form, report_id):
        return _report_page(row, form), 422
    flash("附件已上传。", "success")
    return redirect(url_for("base.reports.report", report_id=report_id), 303)


@bp.post("/<int:report_id>/attachments/<int:attachment_id>/remove")
@requires(Permission.REPORT_EDIT)
def remove(report_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a file away."""
    find_report(context.session(), report_id, by=context.actor())
    gone = remove_from_report(context.session(), report_id, attachment_id, by=context.actor())
    flash(f"已删除附件“{gone.name}”。", "success")
    return redirect(url_for("base.reports.report", report_id=report_id), 303)


def _drafted() -> ReportForm:
    """A form for this year with texts to begin with."""
    year, by = today().year, context.actor()
    figures = figures_of(context.session(), by.organization_id, year)
    return ReportForm(
        formdata=None,
        year=year,
        name=f"{year}年度年审报告",
        receiver=Receiver.HR.value,
        work_done=drafted_work(figures, year),
        next_year_plan=drafted_next_year(context.session(), by.organization_id, year),
    )


def _offered(form: ReportForm) -> ReportForm:
    """Offer the competent department to bases that have one."""
    if not has_competent(context.session(), by=context.actor()):
        form.receiver.choices = [choice for choice in form.receiver.choices if choice.value == Receiver.HR.value]
    return form


def _fields(form: ReportForm) -> ReportFields:
    return ReportFields(
        name=form.name.data,
        year=form.year.data,
        receiver=Receiver(form.receiver.data),
        work_done=form.work_done.data,
        next_year_plan=form.next_year_plan.data,
    )


def _created(form: ReportForm) -> bool:
    try:
        form.saved_id = create_report(context.session(), _fields(form), by=context.actor()).id
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _changed(form: ReportForm, row: ReportRow) -> bool:
    session, by, fields = context.session(), context.actor(), _fields(form)
    try:
        if row.is_returned and row.work_item_id is not None:
            correct_report(session, row.work_item_id, fields, by=by, comment=form.comment.data or "")
        else:
            edit_report(session, row.id, fields, by=by)
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _attached(form: ReportFileForm, report_id: int) -> bool:
    file, remark = form.file.data, form.remark.data or ""
    try:
        attach_to_report(
            context.session(), report_id, file.stream, file.filename or "", remark=remark, by=context.actor()
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _figures(row: ReportRow) -> object:
    """Those of the declaration; of a draft, as they stand now."""
    counted = row.figures if not row.is_draft else None
    return counted or figures_of(context.session(), row.base_id, row.year)


def _form_page(form: ReportForm, row: ReportRow | None) -> str:
    good = form.year.data and not form.year.errors
    year = form.year.data if good else today().year
    figures = figures_of(context.session(), context.actor().organization_id, year)
    return render_template("base/reports/edit.html", form=form, row=row, figures=figures, year=year)


def _report_page(row: ReportRow, form: ReportFileForm) -> str:
    files = attachments_of(context.session(), KIND, row.id)
    return render_template("base/reports/report.html", row=row, figures=_figures(row), attachments=files, form=form)
