"""年度规则: what each year asks of learners and classes in the department's region."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.year_rules.edit import RuleFields, add_next_year, edit_rule, find_rule, list_rules
from app.views import context
from app.views.gate import requires
from forms.hr.year_rules import YearRuleForm

bp = Blueprint("year_rules", __name__, url_prefix="/year-rules")


@bp.get("")
@requires(Permission.YEAR_RULE_MANAGE)
def rules() -> ResponseReturnValue:
    """List the rules of the department's region."""
    found = list_rules(context.session(), by=context.actor())
    return render_template("hr/year_rules/rules.html", rules=found)


@bp.post("/next")
@requires(Permission.YEAR_RULE_MANAGE)
def add() -> ResponseReturnValue:
    """Copy the newest rule for the next year."""
    rule = add_next_year(context.session(), by=context.actor())
    flash(f"已按上一年度规则新增 {rule.year} 年度，请核对后修改。", "success")
    return redirect(url_for("hr.year_rules.rules"), 303)


@bp.route("/<int:rule_id>/edit", methods=["GET", "POST"])
@requires(Permission.YEAR_RULE_MANAGE)
def edit(rule_id: int) -> ResponseReturnValue:
    """Change a rule."""
    rule = find_rule(context.session(), rule_id, by=context.actor())
    form = YearRuleForm(obj=rule)
    if request.method == "GET" or not form.validate() or not _saved(form, rule_id):
        page = render_template("hr/year_rules/edit.html", form=form, rule=rule)
        return page, 200 if request.method == "GET" else 422
    flash(f"已修改 {rule.year} 年度规则，即时生效。", "success")
    return redirect(url_for("hr.year_rules.rules"), 303)


def _saved(form: YearRuleForm, rule_id: int) -> bool:
    fields = RuleFields(**{name: form[name].data for name in RuleFields.__dataclass_fields__})
    try:
        edit_rule(context.session(), rule_id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
