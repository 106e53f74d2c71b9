"""What is addressed to the reader himself: signatures that are asked of him (待我签署), and copies (抄送我的)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    and_,
    any_,
    bindparam,
    func,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.inbox.counts import COUNTED_AT_MOST, count_of, counted
from app.services.instances.names import names_of
from app.services.instances.newest import open_work_of
from app.services.instances.where import word_of_standing
from app.services.instances.words import Word
from app.services.page import Page, page_of
from models import CarbonCopy, Diagram, DiagramVersion, Instance, ItemKind, SignOff, User, WorkItem


@dataclass(frozen=True)
class Addressed:
    """One row: the instance, who sent it (nobody: the diagram asks), when, and where the item is now."""

    id: int
    instance_id: int
    item_kind: ItemKind
    item_id: int
    process_name: str
    sent_by: str | None
    at: datetime
    read_at: datetime | None
    ended: str | None
    party: str | None
    name: str = ""
    group_name: str = ""

    @property
    def word(self) -> Word:
        """Where the item is now, or how it ended."""
        return word_of_standing(self.item_kind, self.ended, self.party)


def list_signatures(session: Session, *, by: Actor, after: int = 0, limit: int = 50) -> Page[Addressed]:
    """The work items that wait for the reader's own signature, or that of whom he stands in for, oldest first.

    One whose turn has not come is not among them.
    """
    require(by, Permission.INBOX_VIEW)
    persons = {"persons": list(by.persons), "organization_id": by.organization_id}
    asked = _asked().where(SignOff.id > after).order_by(SignOff.id).limit(limit + 1).subquery("top")
    return _page(session, _shown(asked).order_by(asked.c.row_id), persons, limit)


def count_signatures(session: Session, by: Actor) -> int:
    """How many signatures are asked of the reader now."""
    if by.is_learner:
        return 0
    values = {"persons": list(by.persons), "organization_id": by.organization_id}
    return counted(_SIGNATURES.run(session, **values).fetchone())


def list_copies(session: Session, *, by: Actor, before: int | None = None, limit: int = 50) -> Page[Addressed]:
    """The instances that were sent to the reader or his organisation to know of, newest first.

    They count as read from then on, an organisation's for all its members.
    """
    require(by, Permission.INBOX_VIEW)
    found = union_all(*(_newest(whose, before, limit) for whose in _addressees(by.user_id, by.organization_id)))
    copies = found.subquery()
    top = select(copies).order_by(copies.c.row_id.desc()).limit(limit + 1).subquery("top")
    page = _page(session, _shown(top).order_by(top.c.row_id.desc()), {}, limit)
    session.execute(
        update(CarbonCopy)
        .where(CarbonCopy.id == func.any([row.id for row in page.rows]), CarbonCopy.read_at.is_(None))
        .values(read_at=func.now())
        .execution_options(synchronize_session=False)
    )
    return page


def _addressees(user_id: Any, organization_id: Any) -> tuple[ColumnElement[bool], ...]:
    """The reader, and his organisation: each a run of ix_carbon_copy_reader."""
    here = CarbonCopy.organization_id == organization_id
    return and_(here, CarbonCopy.user_id == user_id), and_(here, CarbonCopy.user_id.is_(None))


def _newest(whose: ColumnElement[bool], before: int | None, limit: int) -> Any:
    query = select(
        CarbonCopy.id.label("row_id"),
        CarbonCopy.instance_id.label("id"),
        CarbonCopy.sent_by_id,
        CarbonCopy.created_at.label("at"),
        CarbonCopy.read_at,
    ).where(whose)
    if before is not None:
        query = query.where(CarbonCopy.id < before)
    return query.order_by(CarbonCopy.id.desc()).limit(limit + 1).subquery().select()


def count_copies(session: Session, by: Actor) -> int:
    """How many copies the reader has not read."""
    if by.is_learner:
        return 0
    values = {"user_id": by.user_id, "organization_id": by.organization_id}
    return counted(_COPIES.run(session, **values).fetchone())


def _asked() -> Select[*tuple[Any, ...]]:
    """Pending signatures whose turn it is: nobody before them has yet to sign."""
    earlier = aliased(SignOff)
    waits = (
        select(earlier.id)
        .where(
            earlier.work_item_id == SignOff.work_item_id,
            earlier.position < SignOff.position,
            earlier.signed_at.is_(None),
            earlier.removed_at.is_(None),
        )
        .exists()
    )
    return (
        select(
            SignOff.id.label("row_id"),
            WorkItem.instance_id.label("id"),
            SignOff.added_by_id.label("sent_by_id"),
            SignOff.created_at.label("at"),
            SignOff.signed_at.label("read_at"),
        )
        .join(WorkItem, and_(WorkItem.id == SignOff.work_item_id, WorkItem.closed_at.is_(None)))
        .where(
            SignOff.user_id == any_(bindparam("persons", type_=ARRAY(BigInteger))),
            SignOff.signed_at.is_(None),
            SignOff.removed_at.is_(None),
            WorkItem.organization_id == bindparam("organization_id", type_=BigInteger),
            ~waits,
        )
    )


def _shown(top: FromClause) -> Select[*tuple[Any, ...]]:
    """The columns of Addressed but the names; `top` has its row_id, and the instance's id."""
    place = open_work_of(top)
    return (
        select(
            top.c.row_id.label("id"),
            Instance.id.label("instance_id"),
            Instance.item_kind,
            Instance.item_id,
            Diagram.name.label("process_name"),
            User.name.label("sent_by"),
            top.c.at,
            top.c.read_at,
            Instance.ended,
            place.c.party,
        )
        .select_from(top)
        .join(Instance, Instance.id == top.c.id)
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .outerjoin(User, User.id == top.c.sent_by_id)
        .outerjoin(place, true())
    )


def _page(session: Session, query: Select[*tuple[Any, ...]], values: dict[str, Any], limit: int) -> Page[Addressed]:
    rows: Sequence[dict[str, Any]] = [dict(row._mapping) for row in session.execute(query, values)]
    names = names_of(session, rows)
    return page_of([Addressed(**row, **names[row["instance_id"]]) for row in rows], limit, lambda row: row.id)


_SIGNATURES = count_of(_asked())
_READER = (bindparam("user_id", type_=BigInteger), bindparam("organization_id", type_=BigInteger))
_COPIES = count_of(
    select(
        union_all(
            *(
                select(CarbonCopy.id)
                .where(whose, CarbonCopy.read_at.is_(None))
                .limit(COUNTED_AT_MOST)
                .subquery()
                .select()
                for whose in _addressees(*_READER)
            )
        ).subquery()
    )
)
