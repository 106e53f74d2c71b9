"""批量导入成绩: upload a filled template, look at what it would do, take it or give it up."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.scores.classes import find_class
from app.services.scores.imports.commit import WORDS, cancel_import, take_import
from app.services.scores.imports.preview import find_import, recent_imports, right_rows, wrong_rows
from app.services.scores.imports.upload import upload as upload_file
from app.services.scores.imports.wrong_rows import wrong_rows_file
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import requires
from forms.base.imports import UploadForm

bp = Blueprint("imports", __name__, url_prefix="/scores")

RIGHT_ROWS, WRONG_ROWS = 20, 50


@bp.get("/<int:class_id>/imports")
@requires(Permission.SCORE_IMPORT)
def new(class_id: int) -> ResponseReturnValue:
    """Ask for the file; earlier imports of the class are below."""
    return _new_page(class_id, UploadForm())


@bp.post("/<int:class_id>/imports")
@requires(Permission.SCORE_IMPORT)
def upload(class_id: int) -> ResponseReturnValue:
    """Take the file and show what it would do."""
    form = UploadForm()
    if not form.validate():
        return _new_page(class_id, form), 422
    file = form.file.data
    taken = upload_file(context.session(), class_id, file.stream, file.filename, by=context.actor())
    return redirect(url_for("base.imports.preview", import_id=taken.id), 303)


@bp.get("/imports/<int:import_id>")
@requires(Permission.SCORE_IMPORT)
def preview(import_id: int) -> ResponseReturnValue:
    """How far the reading is; then the right and the wrong rows; then what became of it."""
    session, by = context.session(), context.actor()
    found = find_import(session, import_id, by=by)
    after = min(max(request.args.get("after", 0, type=int), 0), 2**31 - 1)
    return render_template(
        "base/imports/preview.html",
        found=found,
        word=WORDS[found.state],
        facts=find_class(session, found.class_id, by=by),
        right=right_rows(session, import_id, by=by, limit=RIGHT_ROWS),
        wrong=wrong_rows(session, import_id, by=by, after=after, limit=WRONG_ROWS),
        after=after,
    )


@bp.get("/imports/<int:import_id>/progress")
@requires(Permission.SCORE_IMPORT)
def progress(import_id: int) -> ResponseReturnValue:
    """The progress bar alone, which asks for itself again; when the file is read the page is loaded anew."""
    found = find_import(context.session(), import_id, by=context.actor())
    headers = {} if found.state == "reading" else {"HX-Refresh": "true"}
    return render_template("base/imports/progress.html", found=found), headers


@bp.get("/imports/<int:import_id>/wrong-rows.xlsx")
@requires(Permission.SCORE_IMPORT)
def wrong_rows_xlsx(import_id: int) -> ResponseReturnValue:
    """The wrong rows, to be corrected and uploaded again."""
    return spreadsheet(*wrong_rows_file(context.session(), import_id, by=context.actor()))


@bp.post("/imports/<int:import_id>/take")
@requires(Permission.SCORE_IMPORT)
def take(import_id: int) -> ResponseReturnValue:
    """Import the right rows."""
    before = find_import(context.session(), import_id, by=context.actor()).wrong_rows
    done = take_import(context.session(), import_id, by=context.actor())
    flash(f"导入成功：已导入 {done.right_rows:,} 条成绩。", "success")
    if done.wrong_rows > before:
        flash(
            f"另有 {done.wrong_rows - before:,} 条在核对之后已由他人录入，没有重复导入，见下方错误行。", "warning"
        )
    if done.wrong_rows:
        return redirect(url_for("base.imports.preview", import_id=import_id), 303)
    return redirect(url_for("base.scores.scores", class_id=done.class_id), 303)


@bp.post("/imports/<int:import_id>/cancel")
@requires(Permission.SCORE_IMPORT)
def cancel(import_id: int) -> ResponseReturnValue:
    """Give the import up."""
    done = cancel_import(context.session(), import_id, by=context.actor())
    flash("已放弃本次导入，没有录入任何成绩。", "info")
    return redirect(url_for("base.imports.new", class_id=done.class_id), 303)


def _new_page(class_id: int, form: UploadForm) -> str:
    return render_template(
        "base/imports/new.html",
        facts=find_class(context.session(), class_id, by=context.actor()),
        recent=recent_imports(context.session(), class_id, by=context.actor()),
        words=WORDS,
        form=form,
        limit=context.settings().upload_limit,
    )
