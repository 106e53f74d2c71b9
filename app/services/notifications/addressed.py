"""Which notifications are for a reader: the rule, once.

Each module that he holds, and his own person, is a run of an index; of each no more rows are read than wanted.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    or_,
    select,
    true,
    union_all,
)

from app.permissions import Actor
from models import Notification, NotificationMark

READER = bindparam("user_id", type_=BigInteger)
ORGANIZATION = bindparam("organization_id", type_=BigInteger)
LIMIT = bindparam("limit", type_=Integer)


def newest_of(*conditions: ColumnElement[bool]) -> Select[int]:
    """Ids of the reader's newest notifications that meet these conditions, newest first; run with `reader_of`."""
    modules = func.unnest(bindparam("modules", type_=ARRAY(Text)))
    held = modules.table_valued("module", name="held").render_derived()
    of_members = (
        select(Notification.id)
        .where(
            Notification.organization_id == ORGANIZATION,
            Notification.user_id.is_(None),
            Notification.module == held.c.module,
            Notification.by_id.is_distinct_from(READER),
            *conditions,
        )
        .order_by(Notification.id.desc())
        .limit(LIMIT)
        .lateral("of_members")
    )
    of_person = (
        select(Notification.id)
        .where(
            Notification.user_id == READER,
            or_(Notification.organization_id == ORGANIZATION, _is_learners_own()),
            *conditions,
        )
        .order_by(Notification.id.desc())
        .limit(LIMIT)
        .subquery("of_person")
    )
    both = union_all(
        select(of_members.c.id).select_from(held.join(of_members, true())), select(of_person.c.id)
    ).subquery("told")
    return select(both.c.id).order_by(both.c.id.desc()).limit(LIMIT)


def read_to() -> ColumnElement[int]:
    """Up to which id the reader has read."""
    mark = select(NotificationMark.read_to).where(
        NotificationMark.user_id == READER, NotificationMark.organization_id.is_not_distinct_from(ORGANIZATION)
    )
    return func.coalesce(mark.scalar_subquery(), 0)


def reader_of(by: Actor) -> dict[str, Any]:
    """The values of a reader: what he stands in for is told to him too; a learner reads for himself alone."""
    return {
        "user_id": by.user_id,
        "organization_id": None if by.is_learner else by.organization_id,
        "modules": [] if by.is_learner else sorted(by.clearing),
    }


def _is_learners_own() -> ColumnElement[bool]:
    return ORGANIZATION.is_(None) & Notification.organization_id.is_(None)
