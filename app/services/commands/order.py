"""Ordering a bulk command: once, however often the button is pressed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.config import settings
from app.permissions import Actor
from app.queue import defer
from app.services.approvals.history import write_comment
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.commands.run import run_chunk
from app.services.commands.verbs import check_comment, permission_of
from models import Command, CommandKind, CommandResult

JOB = "run_command"
Targets = Sequence[tuple[int, int | None]] | Select[Any, Any]


def order(
    session: Session,
    kind: CommandKind,
    targets: Targets,
    *,
    by: Actor,
    key: str,
    params: Mapping[str, Any],
    comment: str = "",
    inline_rows: int | None = None,
) -> Command:
    """Do `kind` to every target: at once when they are few, else by the worker, chunk by chunk.

    `targets` are (id, revision seen or None), listed or selected; `params` hold the outcome (decide) or the
    process id (declare). `key` comes with the form: the same key again returns the first command. Raises
    NotPermitted, CommentRequired or CommentTooLong for all rows at once.
    """
    check_comment(kind, params, comment)
    by = confirm(session, by, permission_of(kind, params))
    command = _insert(session, kind, by, key)
    if command is None:
        return _first(session, by, key)
    command.params = {**params, "comment_id": write_comment(session, comment, by=by)}
    command.total = _insert_targets(session, command.id, targets)
    record(session, by=by, action=f"{kind.value}:bulk", command=command.id, rows=command.total)
    session.flush()
    _begin(session, command, settings().inline_rows if inline_rows is None else inline_rows)
    return command


def _insert(session: Session, kind: CommandKind, by: Actor, key: str) -> Command | None:
    """The new command; None when this key was used before (or is being used: then this waits for it)."""
    return session.scalars(
        insert(Command)
        .values(
            kind=kind,
            key=key,
            user_id=by.user_id,
            membership_id=by.membership_id,
            organization_id=by.organization_id,
            params={},
            total=0,
        )
        .on_conflict_do_nothing()
        .returning(Command)
    ).one_or_none()


def _first(session: Session, by: Actor, key: str) -> Command:
    return session.scalars(select(Command).where(Command.user_id == by.user_id, Command.key == key)).one()


def _insert_targets(session: Session, command_id: int, targets: Targets) -> int:
    """Fix the rows now: what matches the filter later is not part of the command."""
    names = ["command_id", "position", "target_id", "seen_revision"]
    if isinstance(targets, Select):
        found = targets.subquery("found")
        id, seen = found.c
        numbered = select(literal(command_id), func.row_number().over(order_by=id), id, cast(seen, Integer))
        query = insert(CommandResult).from_select(names, numbered).returning(CommandResult.position)
        return len(session.scalars(query).all())
    rows = [(command_id, position, *target) for position, target in enumerate(dict(targets).items(), start=1)]
    if rows:
        session.execute(insert(CommandResult), [dict(zip(names, row, strict=True)) for row in rows])
    return len(rows)


def _begin(session: Session, command: Command, inline_rows: int) -> None:
    if command.total > inline_rows:
        defer(session, JOB, command_id=command.id)
        return
    while not run_chunk(session, command.id):
        pass
