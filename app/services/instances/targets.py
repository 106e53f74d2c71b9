"""What the rows of a bulk command are about: the learner, the class, and the instance to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.instances.newest import newest_instance
from app.services.instances.visibility import is_visible_to
from models import CommandKind, Instance, ItemKind, Learner, Score, TrainingClass, WorkItem

OF_SCORE = and_(Score.id == Instance.item_id, Instance.item_kind == ItemKind.SCORE)

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Target:
    """A row of a command; `instance_id` is None for a score that never was declared."""

    id: int
    instance_id: int | None
    learner_name: str
    class_name: str


def targets_of(session: Session, kind: CommandKind, target_ids: Sequence[int], *, by: Actor) -> dict[int, Target]:
    """Describe work items, instances or scores, as the kind says, by id; what the actor may not see is left out."""
    found = {
        CommandKind.DECIDE: _work_items,
        CommandKind.WITHDRAW: _instances,
        CommandKind.DECLARE: _scores,
    }[kind](list(target_ids), by)
    query = (
        found.join(Learner, Learner.id == Score.learner_id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .add_columns(Learner.name, TrainingClass.name)
    )
    return {row[0]: Target(*row) for row in session.execute(query)}


def _work_items(ids: list[int], by: Actor) -> Query:
    return (
        select(WorkItem.id, WorkItem.instance_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(Score, OF_SCORE)
        .where(WorkItem.id == func.any(ids), WorkItem.organization_id == by.organization_id)
    )


def _instances(ids: list[int], by: Actor) -> Query:
    return (
        select(Instance.id, Instance.id.label("instance_id"))
        .join(Score, OF_SCORE)
        .where(Instance.id == func.any(ids), is_visible_to(by))
    )


def _scores(ids: list[int], by: Actor) -> Query:
    newest = newest_instance()
    return (
        select(Score.id, newest.c.id.label("instance_id"))
        .select_from(Score)
        .outerjoin(newest, true())
        .where(Score.id == func.any(ids), Score.base_id == by.organization_id)
    )
