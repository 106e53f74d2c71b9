"""Running a bulk command: one chunk a transaction, taken up where it stopped."""

from collections.abc import Sequence

from sqlalchemy import Integer, Text, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.config import settings
from app.errors import NotPermitted, Refusal
from app.services.accounts.actors import load_actor
from app.services.approvals.locking import confirm
from app.services.approvals.results import Result
from app.services.commands.verbs import act_of, carry_out, permission_of
from app.services.notifications.passing_on import pass_on_command
from models import Command, CommandResult
from workflows.engine import WorkflowError


def run_chunk(session: Session, command_id: int, *, limit: int | None = None) -> bool:
    """Do the next chunk (at most `limit` rows) and count it; returns whether the command is finished.

    The command row is locked, so two workers never do one chunk twice. The member who ordered it is confirmed
    for each chunk: rows left when the role is taken away are refused.
    """
    command = session.execute(
        select(Command).where(Command.id == command_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    rows = _next_rows(session, command, limit or settings().chunk_rows)
    results = _results(session, command, rows)
    refused = [(row.position, str(done.refusal)) for row, done in zip(rows, results, strict=True) if done.refusal]
    _note_refusals(session, command.id, refused)
    command.refused += len(refused)
    command.done += len(rows) - len(refused)
    if command.done + command.refused == command.total:
        command.finished_at = func.now()
        pass_on_command(session, command.id)
    session.flush()
    return command.done + command.refused == command.total


def _next_rows(session: Session, command: Command, limit: int) -> Sequence[CommandResult]:
    """Rows are done in order of position, so the counts say how far the command is."""
    behind = command.done + command.refused
    return session.scalars(
        select(CommandResult)
        .where(CommandResult.command_id == command.id, CommandResult.position > behind)
        .order_by(CommandResult.position)
        .limit(limit)
    ).all()


def _results(session: Session, command: Command, rows: Sequence[CommandResult]) -> list[Result]:
    """Together if that goes, else one by one, so that a row that cannot go on spoils only itself."""
    try:
        with session.begin_nested():
            return _together(session, command, rows)
    except (Refusal, WorkflowError):
        return [_alone(session, command, row) for row in rows]


def _together(session: Session, command: Command, rows: Sequence[CommandResult]) -> list[Result]:
    actor = load_actor(session, membership_id=command.membership_id, lock=True)
    if actor is None:
        raise NotPermitted()
    confirm(session, actor, permission_of(command.kind, command.params))
    return carry_out(session, command, rows, act_of(command, actor))


def _alone(session: Session, command: Command, row: CommandResult) -> Result:
    try:
        with session.begin_nested():
            return _together(session, command, [row])[0]
    except Refusal as refusal:
        return Result(row.target_id, refusal)
    except WorkflowError as error:
        return Result(row.target_id, EngineRefused(reason=str(error)))


class EngineRefused(Refusal):
    """{reason}"""


def _note_refusals(session: Session, command_id: int, refused: Sequence[tuple[int, str]]) -> None:
    if refused:
        session.execute(
            _NOTING,
            {
                "command_id": command_id,
                "positions": [position for position, _ in refused],
                "refusals": [refusal for _, refusal in refused],
            },
        )


_NOTING = text("""
    UPDATE command_result
       SET refusal = told.refusal
      FROM unnest(:positions, :refusals) AS told (position, refusal)
     WHERE command_result.command_id = :command_id AND command_result.position = told.position
""").bindparams(bindparam("positions", type_=ARRAY(Integer)), bindparam("refusals", type_=ARRAY(Text)))
