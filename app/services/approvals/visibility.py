"""Who may look at an instance: the rule, once."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from app.items import ITEMS
from app.permissions import Actor
from models import CarbonCopy, Instance, WorkItem


def is_visible_to(by: Actor) -> ColumnElement[bool]:
    """The organisation that submitted it, any that has or had work on it, the learner whose own item it is.

    Besides them whoever was sent a copy of it, as long as he is a member where he got it, and the organisations
    that were.
    """
    if by.is_learner:
        own = [(item.kind, item.of_person(by)) for item in ITEMS]
        return or_(
            false(),
            *(and_(Instance.item_kind == kind, Instance.item_id.in_(ids)) for kind, ids in own if ids is not None),
        )
    work = aliased(WorkItem)
    had = select(work.id).where(work.instance_id == Instance.id, work.organization_id == by.organization_id)
    copied = select(CarbonCopy.id).where(
        CarbonCopy.instance_id == Instance.id,
        or_(CarbonCopy.user_id == by.user_id, CarbonCopy.user_id.is_(None)),
        CarbonCopy.organization_id == by.organization_id,
    )
    return or_(Instance.organization_id == by.organization_id, exists(had), exists(copied))
