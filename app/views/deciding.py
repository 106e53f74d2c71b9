"""What every page with a decision shares: the choices it offers, and the sentence that follows."""

import secrets
from collections.abc import Iterable

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.services.approvals.outcomes import label_of, needs_comment
from app.services.inbox.act import Done

BUTTONS = {
    "approve": "primary",
    "return": "warning",
    "reject": "danger",
    "excellent": "success",
    "qualified": "primary",
    "unqualified": "danger",
    "confirm": "danger",
    "dismiss": "secondary",
}
SAID = {
    "approve": "已通过 {} 条。",
    "return": "已退回 {} 条，申报方会看到原因。",
    "reject": "已将 {} 条办为不予通过。",
    "excellent": "已将 {} 份报告评为优秀。",
    "qualified": "已将 {} 份报告评为合格。",
    "unqualified": "已将 {} 份报告评为不合格。",
    "confirm": "已确认 {} 条审验不通过，学时不再计入，学员会看到原因。",
    "dismiss": "已维持 {} 条合格。",
}


def choices_of(outcomes: Iterable[str]) -> list[tuple[str, str, str, bool]]:
    """Value, label, tone and whether a comment is needed, as the decision dialog wants them."""
    return [(one, label_of(one), BUTTONS.get(one, "secondary"), needs_comment(one)) for one in outcomes]


def needing_comment(outcomes: Iterable[str]) -> list[str]:
    """Those of the outcomes that need a comment."""
    return [one for one in outcomes if needs_comment(one)]


def new_key() -> str:
    """The number of a form: sent twice, it is done once."""
    return secrets.token_urlsafe(16)


def after(done: Done, outcome: str, back_url: str) -> Response:
    """Go back with a sentence; to the command's page while it is at work or where rows were refused."""
    if done.command_id is not None and (done.refused or not done.is_finished):
        return redirect(url_for("commands.command", command_id=done.command_id), 303)
    if done.refusal is not None:
        flash(str(done.refusal), "warning")
    else:
        flash(SAID.get(outcome, "已办理 {} 条。").format(f"{done.decided:,}"), "success")
    return redirect(back_url, 303)
