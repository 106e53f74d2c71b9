"""请假代理: who stands in for whom, and until when."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.accounts.substitutes import cancel_substitute, list_substitutes, set_substitute
from app.services.approvals.colleagues import list_colleagues
from app.views import context
from app.views.gate import requires
from forms.substitutions import SubstituteForm

bp = Blueprint("substitutions", __name__, url_prefix="/substitutions")


@bp.get("")
@requires(Permission.SUBSTITUTION_SET)
def substitutions() -> ResponseReturnValue:
    """Present and coming leaves, and the form for a new one."""
    return _page(_form())


@bp.post("")
@requires(Permission.SUBSTITUTION_SET)
def add() -> ResponseReturnValue:
    """Name a substitute."""
    form = _form()
    if not form.validate() or not _set(form):
        return _page(form), 422
    flash("已设置代理；代理期内，代理人可以办理您的审核事项，并注明“代”。", "success")
    return _back()


@bp.post("/<int:substitution_id>/cancel")
@requires(Permission.SUBSTITUTION_SET)
def cancel(substitution_id: int) -> ResponseReturnValue:
    """End it now."""
    cancel_substitute(context.session(), substitution_id, by=context.actor())
    flash("已取消代理。", "success")
    return _back()


def _back() -> Response:
    return redirect(url_for("substitutions.substitutions"), 303)


def _set(form: SubstituteForm) -> bool:
    try:
        set_substitute(
            context.session(),
            by=context.actor(),
            user_id=form.user_id.data,
            substitute_id=form.substitute_id.data,
            first_day=form.first_day.data,
            last_day=form.last_day.data,
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _form() -> SubstituteForm:
    by = context.actor()
    others = [(one.user_id, one.name) for one in list_colleagues(context.session(), by=by)]
    mine = (by.user_id, f"{by.name}（本人）")
    manages = may(by, Permission.MEMBER_MANAGE)
    return SubstituteForm().offer([mine, *others] if manages else [mine], [*others, mine] if manages else others)


def _page(form: SubstituteForm) -> str:
    leaves = list_substitutes(context.session(), by=context.actor())
    return render_template("substitutions/substitutions.html", form=form, leaves=leaves)
