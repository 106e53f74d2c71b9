"""Deciding what was chosen in an inbox: one row at once, several as a bulk command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.permissions import Actor, Permission
from app.services.approvals import decide
from app.services.audit import record
from app.services.commands import order
from models import CommandKind


class NothingChosen(Refusal):
    """请先选择要办理的事项。"""

    status = 422


@dataclass(frozen=True)
class Done:
    """How many rows were decided and how many not; a command that is still at work is not finished."""

    decided: int
    refused: int = 0
    refusal: Refusal | None = None
    command_id: int | None = None
    is_finished: bool = True


def decide_chosen(
    session: Session,
    targets: Sequence[tuple[int, int]] | Select[Any, Any],
    *,
    by: Actor,
    outcome: str,
    comment: str,
    key: str,
) -> Done:
    """Decide work items, given as (id, revision seen) or as a query of both, with one outcome.

    `key` came with the form: the same form again does nothing twice. Raises NothingChosen, and what `decide`
    raises for all rows at once.
    """
    if isinstance(targets, Select):
        return _order(session, targets, by, outcome, comment, key)
    if not targets:
        raise NothingChosen()
    if len(targets) > 1:
        return _order(session, targets, by, outcome, comment, key)
    seen = dict(targets)
    result = decide(session, list(seen), by=by, outcome=outcome, comment=comment, seen=seen)[0]
    if isinstance(result.refusal, NotFound):
        raise result.refusal
    tag, ok = Permission.WORK_ITEM_DECIDE, result.ok
    record(session, by=by, action=tag, succeeded=ok, work_item=result.id, outcome=outcome)
    return Done(decided=int(result.ok), refused=int(not result.ok), refusal=result.refusal)


def _order(session: Session, targets: Any, by: Actor, outcome: str, comment: str, key: str) -> Done:
    command = order(
        session, CommandKind.DECIDE, targets, by=by, key=key, params={"outcome": outcome}, comment=comment
    )
    return Done(
        decided=command.done,
        refused=command.refused,
        command_id=command.id,
        is_finished=command.done + command.refused == command.total,
    )
