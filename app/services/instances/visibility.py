"""Who may look at an instance: the rule, once."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.permissions import Actor
from models import Instance, ItemKind, Score, WorkItem


def is_visible_to(by: Actor) -> ColumnElement[bool]:
    """The organisation that submitted it, any that has or had work on it, and the learner whose score it is."""
    if by.is_learner:
        score = aliased(Score)
        own = select(score.id).where(score.id == Instance.item_id, score.learner_id == by.learner_id)
        return and_(Instance.item_kind == ItemKind.SCORE, exists(own))
    work = aliased(WorkItem)
    had = select(work.id).where(work.instance_id == Instance.id, work.organization_id == by.organization_id)
    return or_(Instance.organization_id == by.organization_id, exists(had))
