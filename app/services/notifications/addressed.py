"""Which notifications are for a reader: the rule, once.

Each module that he holds, and his own person, is a run of an index; of each no more rows are read than wanted.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from app.permissions import Actor
from models import OF_WORK, Notification, NotificationMark

READER = bindparam("user_id", type_=BigInteger)
ORGANIZATION = bindparam("organization_id", type_=BigInteger)
LIMIT = bindparam("limit", type_=Integer)
Conditions = Sequence[ColumnElement[bool]]
Bound = ColumnElement[int] | None
_OF_WORK = literal([kind.value for kind in OF_WORK], ARRAY(Text))


def newest_of(
    *conditions: ColumnElement[bool],
    above: ColumnElement[int] | None = None,
    below: ColumnElement[int] | None = None,
) -> Select[int]:
    """Ids of the reader's newest notifications that meet these conditions, newest first; run with `reader_of`.

    `above` and `below` bound the ids. They are compared together with what stands before the id in each index:
    were the id compared alone, PostgreSQL might walk along all ids to find the few that are the reader's.
    """
    own = (Notification.by_id.is_distinct_from(READER), *conditions)
    told = union_all(_of_members(own, above, below), _of_persons(own, above, below)).subquery("told")
    return select(told.c.id).order_by(told.c.id.desc()).limit(LIMIT)


def _of_members(conditions: Conditions, above: Bound, below: Bound) -> Select[int]:
    """For each module that the reader may clear, a run of the index."""
    modules = func.unnest(bindparam("modules", type_=ARRAY(Text)))
    held = modules.table_valued("module", name="held").render_derived()
    before = (Notification.organization_id, Notification.module)
    newest = (
        select(Notification.id)
        .where(
            Notification.organization_id == ORGANIZATION,
            Notification.user_id.is_(None),
            Notification.module == held.c.module,
            *_between(before, (ORGANIZATION, held.c.module), above, below),
            *conditions,
        )
        .order_by(Notification.id.desc())
        .limit(LIMIT)
        .lateral("of_members")
    )
    return select(newest.c.id).select_from(held.join(newest, true()))


def _of_persons(conditions: Conditions, above: Bound, below: Bound) -> Select[int]:
    """The reader's own, and of whom he stands in for what is about work."""
    users = func.unnest(bindparam("persons", type_=ARRAY(BigInteger)))
    who = users.table_valued(column("user_id", BigInteger), name="who").render_derived()
    newest = (
        select(Notification.id)
        .where(
            Notification.user_id == who.c.user_id,
            or_(Notification.organization_id == ORGANIZATION, _is_learners_own()),
            or_(who.c.user_id == READER, cast(Notification.kind, Text) == func.any(_OF_WORK)),
            *_between((Notification.user_id,), (who.c.user_id,), above, below),
            *conditions,
        )
        .order_by(Notification.id.desc())
        .limit(LIMIT)
        .lateral("of_persons")
    )
    return select(newest.c.id).select_from(who.join(newest, true()))


def _between(
    columns: Sequence[Any], values: Sequence[Any], above: Bound, below: Bound
) -> list[ColumnElement[bool]]:
    key = tuple_(*columns, Notification.id)
    found = [] if above is None else [key > tuple_(*values, above)]
    return found if below is None else [*found, key < tuple_(*values, below)]


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
        "persons": list(by.persons),
    }


def _is_learners_own() -> ColumnElement[bool]:
    return ORGANIZATION.is_(None) & Notification.organization_id.is_(None)
