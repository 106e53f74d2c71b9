"""Bulk commands: how far they are, and which rows were left out and why."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services import commands
from app.services.approvals.outcomes import label_of
from app.services.instances.targets import targets_of
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from models import Command, CommandKind

bp = Blueprint("commands", __name__, url_prefix="/commands")

REFUSED_ROWS = 50
LARGEST_POSITION = 2**31 - 1
ORIGINS = {
    CommandKind.DECIDE: ("inbox.groups", "回到待办事项"),
    CommandKind.DECLARE: ("base.declarations.scores", "回到学员成绩申报"),
    CommandKind.WITHDRAW: ("instances.submitted", "回到我发起的"),
}


@bp.get("/<int:command_id>")
@requires(Permission.COMMAND_VIEW)
def command(command_id: int) -> ResponseReturnValue:
    """Show a command of the reader's organisation."""
    after = key_in_address(largest=LARGEST_POSITION) or 0
    found = commands.find(context.session(), command_id, by=context.actor())
    refused = commands.refusals(
        context.session(), command_id, by=context.actor(), after=after, limit=REFUSED_ROWS + 1
    )
    shown = refused[:REFUSED_ROWS]
    targets = targets_of(context.session(), found.kind, [row.target_id for row in shown], by=context.actor())
    return render_template(
        "commands/command.html",
        command=found,
        title=_title(found),
        refused=shown,
        targets=targets,
        after=after,
        next_after=shown[-1].position if len(refused) > REFUSED_ROWS else None,
        origin=_origin(found),
    )


@bp.get("/<int:command_id>/progress")
@requires(Permission.COMMAND_VIEW)
def progress(command_id: int) -> ResponseReturnValue:
    """The progress bar alone, which asks for itself again until the command is finished."""
    found = commands.find(context.session(), command_id, by=context.actor())
    return render_template("commands/progress.html", command=found, title=_title(found))


def _title(found: Command) -> str:
    outcome = found.params.get("outcome")
    return f"批量{label_of(outcome) if outcome else found.kind.label}"


def _origin(found: Command) -> tuple[str, str]:
    endpoint, label = ORIGINS[found.kind]
    return url_for(endpoint), label
