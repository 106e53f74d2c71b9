"""培训班管理: classes on effective plans."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.classes.edit import add_class, edit_class
from app.services.classes.list import (
    ClassRow,
    EffectivePlan,
    defaults_of,
    effective_plans,
    find_class,
    find_plan,
    list_classes,
)
from app.services.classes.refusals import ClassHasDeclaredScores
from app.services.classes.rules import ClassFields
from app.services.scores.counts import progress_of
from app.views import context
from app.views.base.progress import progress_chart
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.base.classes import ClassFilterForm, ClassForm

bp = Blueprint("classes", __name__, url_prefix="/classes")


@bp.get("")
@requires(Permission.CLASS_VIEW)
def classes() -> ResponseReturnValue:
    """The base's classes."""
    asked = ClassFilterForm(request.args)
    good = asked.validate()
    page = list_classes(
        context.session(),
        by=context.actor(),
        text=(asked.text.data or "") if good else "",
        year=asked.year.data if good else None,
        before=key_in_address(),
    )
    return render_template(
        "base/classes/classes.html",
        page=page,
        chart=_chart(page.rows),
        asked=asked,
        args=request.args,
        may_enter=may(context.actor(), Permission.SCORE_VIEW),
    )


@bp.get("/new")
@requires(Permission.CLASS_EDIT)
def choose() -> ResponseReturnValue:
    """Choose the plan first, as the guide says."""
    return render_template("base/classes/choose.html", plans=effective_plans(context.session(), by=context.actor()))


@bp.route("/new/<int:plan_id>", methods=["GET", "POST"])
@requires(Permission.CLASS_EDIT)
def new(plan_id: int) -> ResponseReturnValue:
    """Add a class on this plan."""
    plan = find_plan(context.session(), plan_id, by=context.actor())
    form = ClassForm(data=defaults_of(context.session(), plan, by=context.actor())).offer(plan.year)
    if request.method == "GET" or not form.validate() or not _saved(form, plan, None):
        page = render_template("base/classes/edit.html", form=form, plan=plan, row=None)
        return page, 200 if request.method == "GET" else 422
    flash(f"已添加培训班“{form.name.data}”，可以录入学员成绩。", "success")
    return redirect(url_for("base.classes.classes"), 303)


@bp.route("/<int:class_id>/edit", methods=["GET", "POST"])
@requires(Permission.CLASS_EDIT)
def edit(class_id: int) -> ResponseReturnValue:
    """Change a class while none of its scores is declared."""
    row = find_class(context.session(), class_id, by=context.actor())
    if not row.is_changeable or row.plan_id is None:
        raise ClassHasDeclaredScores()
    plan = find_plan(context.session(), row.plan_id, by=context.actor())
    form = ClassForm(obj=row).offer(plan.year)
    if request.method == "GET" or not form.validate() or not _saved(form, plan, class_id):
        page = render_template("base/classes/edit.html", form=form, plan=plan, row=row)
        return page, 200 if request.method == "GET" else 422
    flash(f"已修改培训班“{form.name.data}”。", "success")
    return redirect(url_for("base.classes.classes"), 303)


def _chart(rows: Sequence[ClassRow]) -> dict[str, Any] | None:
    found = progress_of(context.session(), [row.id for row in rows], by=context.actor())
    return progress_chart([(row.name, found[row.id]) for row in rows])


def _saved(form: ClassForm, plan: EffectivePlan, class_id: int | None) -> bool:
    fields = ClassFields(
        name=form.name.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        place=form.place.data,
        hours=form.hours.data,
        credit_year=form.credit_year.data,
        pass_mark=form.pass_mark.data,
    )
    try:
        if class_id is None:
            add_class(context.session(), plan.id, fields, by=context.actor())
        else:
            edit_class(context.session(), class_id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
