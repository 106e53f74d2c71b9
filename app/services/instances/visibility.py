"""Who may look at an instance: the rule, once."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from app.items import ITEMS
from app.permissions import Actor
from models import Instance, WorkItem


def is_visible_to(by: Actor) -> ColumnElement[bool]:
    """The organisation that submitted it, any that has or had work on it, and the learner whose own item it is."""
    if by.is_learner:
        own = [(item.kind, item.of_person(by)) for item in ITEMS]
        return or_(
            false(),
            *(and_(Instance.item_kind == kind, Instance.item_id.in_(ids)) for kind, ids in own if ids is not None),
        )
    work = aliased(WorkItem)
    had = select(work.id).where(work.instance_id == Instance.id, work.organization_id == by.organization_id)
    return or_(Instance.organization_id == by.organization_id, exists(had))
