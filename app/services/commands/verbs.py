"""What each kind of bulk command does to a chunk of its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.items import item_of_process
from app.permissions import Actor, Permission
from app.services.approvals.decide import decide_as
from app.services.approvals.history import Act
from app.services.approvals.outcomes import needs_comment
from app.services.approvals.refusals import CommentRequired
from app.services.approvals.results import Result
from app.services.approvals.start import start_as
from app.services.approvals.withdraw import withdraw_as
from models import Command, CommandKind, CommandResult, EventKind

EVENTS = {
    CommandKind.DECLARE: EventKind.STARTED,
    CommandKind.DECIDE: EventKind.DECIDED,
    CommandKind.WITHDRAW: EventKind.WITHDRAWN,
}


def permission_of(kind: CommandKind, params: Mapping[str, Any]) -> Permission:
    """What the actor must be permitted, when he orders the command and again at each chunk."""
    if kind == CommandKind.DECLARE:
        return item_of_process(params["process_id"]).start_permission
    return {
        CommandKind.DECIDE: Permission.WORK_ITEM_DECIDE,
        CommandKind.WITHDRAW: Permission.INSTANCE_WITHDRAW,
    }[kind]


def check_comment(kind: CommandKind, params: Mapping[str, Any], comment: str) -> None:
    """Raise CommentRequired where the decision needs a reason and none was written."""
    if kind == CommandKind.DECIDE and needs_comment(params["outcome"]) and not comment.strip():
        raise CommentRequired()


def act_of(command: Command, by: Actor) -> Act:
    """What the command writes into the history of every row."""
    params = command.params
    return Act(EVENTS[command.kind], by, params.get("outcome", ""), params.get("comment_id"), command.id)


def carry_out(session: Session, command: Command, rows: Sequence[CommandResult], act: Act) -> list[Result]:
    """Do the command to these rows; one result each, in their order."""
    ids = [row.target_id for row in rows]
    if command.kind == CommandKind.DECLARE:
        return start_as(session, command.params["process_id"], ids, act)
    if command.kind == CommandKind.WITHDRAW:
        return withdraw_as(session, ids, act)
    seen = {row.target_id: row.seen_revision for row in rows if row.seen_revision is not None}
    return decide_as(session, ids, act, seen=seen)
