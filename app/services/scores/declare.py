"""Declaring scores (学员成绩申报) and taking declared ones back: one, some, or all that a filter means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, Select, cast, func, null, select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.approvals import Result, start, withdraw
from app.services.audit import record
from app.services.commands import order
from app.services.guard import require
from app.services.scores.filter import ScoreFilter, classes_meant, conditions
from app.services.scores.refusals import TooManySelected
from app.services.scores.standing import is_declarable
from models import Command, CommandKind, Instance, ItemKind, Score

PROCESS = "score_declaration"
MOST_SELECTED = 5_000
NEVER = -1  # in place of an instance that a score does not have: the verb says that it was not found


COUNTED_AT_MOST = 10_000
"""A page says no more than that there are more."""


@dataclass(frozen=True)
class Outcome:
    """What became of an order: how many were done, and why others were not; or the command that still runs."""

    done: int
    refused: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)  # sentence -> rows; empty: see the command
    command_id: int | None = None
    is_finished: bool = True


@dataclass(frozen=True)
class Countable:
    """How many scores a filter means, how many of these may be declared, and the newest of them.

    Neither is counted further than one more than `most`.
    """

    total: int
    declarable: int
    last_id: int
    most: int = COUNTED_AT_MOST


def count_scores(session: Session, asked: ScoreFilter, *, by: Actor, most: int = COUNTED_AT_MOST) -> Countable:
    """Count what the filter means, up to `most` and one; two statements at most."""
    require(by, Permission.SCORE_VIEW)
    found = conditions(asked, classes_meant(session, asked, by=by), by=by)
    meant = select(Score.id).where(*found)
    newest = meant.order_by(Score.id.desc()).limit(1).scalar_subquery()
    totals = (_bounded(meant, most), _bounded(meant.where(is_declarable()), most))
    total, declarable, last_id = session.execute(select(*totals, func.coalesce(newest, 0))).one()
    return Countable(total, declarable, last_id, most)


def _bounded(meant: Select[int], most: int) -> Any:
    return select(func.count()).select_from(meant.limit(most + 1).subquery()).scalar_subquery()


def declare_scores(session: Session, score_ids: Sequence[int], *, by: Actor, key: str) -> Outcome:
    """Declare these scores; what may not be declared is refused one by one. Raises TooManySelected."""
    if len(score_ids) != 1:
        return _order(session, CommandKind.DECLARE, _listed(score_ids), by=by, key=key)
    outcome = _outcome(start(session, PROCESS, score_ids, by=by))
    record(session, by=by, action=Permission.SCORE_DECLARE, score=score_ids[0], succeeded=outcome.done == 1)
    return outcome


def declare_matching(session: Session, asked: ScoreFilter, *, by: Actor, key: str) -> Outcome:
    """Declare all that the filter means and that may be declared; failing scores are left out."""
    require(by, Permission.SCORE_DECLARE)
    found = conditions(asked, classes_meant(session, asked, by=by), by=by)
    targets = select(Score.id, cast(null(), Integer).label("seen")).where(*found, is_declarable())
    return _order(session, CommandKind.DECLARE, targets, by=by, key=key)


def withdraw_scores(session: Session, score_ids: Sequence[int], *, by: Actor, reason: str, key: str) -> Outcome:
    """Take back declared scores that nobody has decided on yet. Raises TooManySelected."""
    require(by, Permission.SCORE_DECLARE)
    instances = _live_instances(session, _checked(score_ids), by=by)
    instance_ids = [instances.get(id, NEVER) for id in score_ids]
    if len(instance_ids) != 1:
        targets = [(id, None) for id in instance_ids]
        return _order(session, CommandKind.WITHDRAW, targets, by=by, key=key, comment=reason)
    outcome = _outcome(withdraw(session, instance_ids, by=by, reason=reason))
    record(session, by=by, action=Permission.INSTANCE_WITHDRAW, score=score_ids[0], succeeded=outcome.done == 1)
    return outcome


def withdraw_matching(session: Session, asked: ScoreFilter, *, by: Actor, reason: str, key: str) -> Outcome:
    """Take back all that the filter means and that nobody has decided on yet."""
    require(by, Permission.SCORE_DECLARE)
    found = conditions(asked, classes_meant(session, asked, by=by), by=by)
    targets = (
        select(Instance.id, cast(null(), Integer).label("seen"))
        .join(Score, (Score.id == Instance.item_id) & (Instance.item_kind == ItemKind.SCORE))
        .where(*found, Instance.ended_at.is_(None), Instance.is_touched.is_(False))
    )
    return _order(session, CommandKind.WITHDRAW, targets, by=by, key=key, comment=reason)


def _order(
    session: Session,
    kind: CommandKind,
    targets: Sequence[tuple[int, None]] | Select[Any, Any],
    *,
    by: Actor,
    key: str,
    comment: str = "",
) -> Outcome:
    params = {"process_id": PROCESS} if kind is CommandKind.DECLARE else {}
    command: Command = order(session, kind, targets, by=by, key=key, params=params, comment=comment)
    return Outcome(
        done=command.done,
        refused=command.refused,
        command_id=command.id,
        is_finished=command.done + command.refused == command.total,
    )


def _listed(score_ids: Sequence[int]) -> list[tuple[int, None]]:
    return [(id, None) for id in _checked(score_ids)]


def _checked(score_ids: Sequence[int]) -> Sequence[int]:
    if len(score_ids) > MOST_SELECTED:
        raise TooManySelected(limit=MOST_SELECTED, count=len(score_ids))
    return score_ids


def _live_instances(session: Session, score_ids: Sequence[int], *, by: Actor) -> dict[int, int]:
    rows = session.execute(
        select(Instance.item_id, Instance.id).where(
            Instance.item_kind == ItemKind.SCORE,
            Instance.item_id == func.any(list(score_ids)),
            Instance.organization_id == by.organization_id,
            Instance.ended_at.is_(None),
        )
    )
    return {row.item_id: row.id for row in rows}


def _outcome(results: Sequence[Result]) -> Outcome:
    reasons = Counter(str(result.refusal) for result in results if result.refusal)
    return Outcome(done=sum(result.ok for result in results), refused=reasons.total(), reasons=reasons)
