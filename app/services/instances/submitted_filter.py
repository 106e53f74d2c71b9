"""What the list of submissions is filtered by, as conditions on Instance."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from app.items import ITEMS
from app.permissions import Actor
from app.plain_text import tidy
from app.services.instances.items import of_kind
from app.services.instances.words import ALIKE, ENDS
from models import Instance, ItemKind, Score, ScoreState, UserTask, WorkItem

RETURNED = "returned"
"""Back with whoever submitted it; the party of that differs from kind to kind."""

OVERDUE = "overdue"
"""Not decided until when it should have been."""

REVOKED = "revoked"
"""A score that was qualified by this instance and revoked by another one later."""


def is_at(state: str, by: Actor) -> ColumnElement[bool]:
    """Where it is now, or how it ended: a party, an end, RETURNED, OVERDUE, REVOKED; empty for anywhere."""
    if not state:
        return true()
    if state == REVOKED:  # from the base's own revoked scores, which are few
        own = (Score.base_id == by.organization_id, Score.state == ScoreState.REVOKED)
        return and_(_is_good_score(), Instance.item_id.in_(select(Score.id).where(*own)))
    if state in ENDS:
        return and_(Instance.ended.in_(ALIKE.get(state, (state,))), ~is_revoked())
    if state == OVERDUE:
        return _has_open(WorkItem.due_at < func.now())
    if state == RETURNED:
        return or_(*(and_(Instance.item_kind == item.kind, _is_with(item.submitter_party)) for item in ITEMS))
    return _is_with(state)


def _is_good_score() -> ColumnElement[bool]:
    return and_(Instance.item_kind == ItemKind.SCORE, Instance.ended == "approved")


def is_revoked() -> ColumnElement[bool]:
    """The score that it led to a good end was revoked later."""
    revoked = select(Score.id).where(Score.id == Instance.item_id, Score.state == ScoreState.REVOKED)
    return and_(_is_good_score(), exists(revoked))


def _is_with(party: str) -> ColumnElement[bool]:
    return _has_open(UserTask.party == party)


def _has_open(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(WorkItem.id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None), condition)
    )


def is_of_class(class_id: int | None) -> ColumnElement[bool]:
    """Of this class of scores, if one is named."""
    return true() if class_id is None else Instance.group_id == class_id


def is_called(kind: ItemKind, text: str) -> ColumnElement[bool]:
    """The item's or its group's name holds the text."""
    text = tidy(text)
    if not text:
        return true()
    names = of_kind(kind).names().subquery()
    holds = (column.icontains(text, autoescape=True) for column in (names.c.name, names.c.group_name))
    return exists(select(names.c.item_id).where(names.c.item_id == Instance.item_id, or_(*holds)))
