"""学员成绩管理: a class, its scores, entering one, changing and deleting those that are not declared."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, NotFound
from app.permissions import Permission, may
from app.services.scores.classes import find_class, search_classes
from app.services.scores.correct import delete_scores, edit_score
from app.services.scores.counts import count_states
from app.services.scores.enter import enter_score
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import ScoreRow, find_scores, list_scores
from app.services.scores.template import template_file
from app.services.scores.window import Window
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import local_path, requires
from forms.base.scores import ChangeForm, EntryForm, ListForm

bp = Blueprint("scores", __name__, url_prefix="/scores")


@bp.get("")
@requires(Permission.SCORE_VIEW)
def classes() -> ResponseReturnValue:
    """Choose a class; a name that only one class has leads there at once."""
    asked = ListForm(request.args)
    good = asked.validate()
    if good and asked.class_id.data:
        return redirect(url_for("base.scores.scores", class_id=asked.class_id.data))
    text = asked.class_id_text.data if good else ""
    found = search_classes(context.session(), text or "", by=context.actor())
    if text and len(found) == 1:
        return redirect(url_for("base.scores.scores", class_id=found[0].id))
    return render_template("base/scores/classes.html", found=found, text=text)


@bp.get("/choices")
@requires(Permission.SCORE_VIEW)
def choices() -> ResponseReturnValue:
    """The classes whose name holds what was typed, for the chooser."""
    found = search_classes(context.session(), request.args.get("q", "")[:120].strip(), by=context.actor())
    return render_template("base/scores/choices.html", found=found)


@bp.get("/<int:class_id>")
@requires(Permission.SCORE_VIEW)
def scores(class_id: int) -> ResponseReturnValue:
    """A class with its scores, and the form to enter one."""
    return _page(class_id, EntryForm(formdata=None))


@bp.post("/<int:class_id>")
@requires(Permission.SCORE_ENTER)
def enter(class_id: int) -> ResponseReturnValue:
    """Enter one score; it stands first in the list then."""
    form = EntryForm()
    if not form.validate() or not _entered(class_id, form):
        return _page(class_id, form), 422
    return redirect(url_for("base.scores.scores", class_id=class_id), 303)


@bp.get("/<int:class_id>/template.xlsx")
@requires(Permission.SCORE_IMPORT)
def template(class_id: int) -> ResponseReturnValue:
    """The import template of the class."""
    return spreadsheet(*template_file(context.session(), class_id, by=context.actor()))


@bp.route("/<int:class_id>/<int:score_id>/edit", methods=["GET", "POST"])
@requires(Permission.SCORE_ENTER)
def edit(class_id: int, score_id: int) -> ResponseReturnValue:
    """Change a score that is not declared."""
    row = _find(class_id, score_id)
    form = ChangeForm(data={"value": row.value, "remark": row.remark})
    if request.method == "GET" or not form.validate() or not _edited(score_id, form):
        page = render_template("base/scores/edit.html", row=row, form=form, back=_back(class_id))
        return page, 200 if request.method == "GET" else 422
    flash(f"已修改{row.learner_name}的成绩。", "success")
    return redirect(_back(class_id), 303)


@bp.route("/<int:class_id>/<int:score_id>/delete", methods=["GET", "POST"])
@requires(Permission.SCORE_ENTER)
def delete(class_id: int, score_id: int) -> ResponseReturnValue:
    """Delete a score that is not declared, after one more question."""
    row = _find(class_id, score_id)
    if request.method == "GET":
        return render_template("base/scores/delete.html", row=row, back=_back(class_id))
    result = delete_scores(context.session(), [score_id], by=context.actor())[0]
    if result.refusal is not None:
        raise result.refusal
    flash(f"已删除{row.learner_name}的成绩。", "success")
    return redirect(_back(class_id), 303)


def _back(class_id: int) -> str:
    """The list that the reader came from, as the address says; else the class."""
    return local_path(request.args.get("back")) or url_for("base.scores.scores", class_id=class_id)


def _entered(class_id: int, form: EntryForm) -> bool:
    try:
        score = enter_score(
            context.session(),
            class_id,
            resident_id=form.resident_id.data,
            value=form.value.data,
            remark=form.remark.data or "",
            by=context.actor(),
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    row = find_scores(context.session(), [score.id], by=context.actor())[0]
    flash(f"已录入：{row.learner_name}，{row.value}分。", "success")
    if row.is_failing:
        flash(f"{row.value}分未达到合格线{row.pass_mark}分：成绩已保存，但不能申报。", "warning")
    return True


def _edited(score_id: int, form: ChangeForm) -> bool:
    try:
        edit_score(
            context.session(),
            score_id,
            value=form.value.data,
            remark=form.remark.data or "",
            by=context.actor(),
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _find(class_id: int, score_id: int) -> ScoreRow:
    """The score; of another class is not found."""
    rows = find_scores(context.session(), [score_id], by=context.actor())
    if not rows or rows[0].class_id != class_id:
        raise NotFound()
    return rows[0]


def _page(class_id: int, form: EntryForm) -> str:
    facts = find_class(context.session(), class_id, by=context.actor())
    asked = ListForm(request.args)
    good = asked.validate()
    text = (asked.text.data or "") if good else ""
    window = Window(after=asked.after.data, before=asked.before.data) if good else Window()
    return render_template(
        "base/scores/scores.html",
        facts=facts,
        counts=count_states(context.session(), facts, by=context.actor()),
        page=list_scores(context.session(), ScoreFilter(class_id=class_id, text=text), window, by=context.actor()),
        form=form,
        asked=asked,
        text=text,
        may_enter=may(context.actor(), Permission.SCORE_ENTER),
        may_declare=may(context.actor(), Permission.SCORE_DECLARE),
    )
