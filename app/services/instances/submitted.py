"""What an organisation submitted (我发起的): one row an item of whatever kind, with the newest of its instances."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, exists, select, true, union_all
from sqlalchemy.orm import Session, aliased

from app.items import ITEMS
from app.permissions import Actor, Permission, may
from app.services.calendar.deadline import Limited
from app.services.guard import require
from app.services.instances.ahead import Ahead, At, ahead_of
from app.services.instances.names import names_of
from app.services.instances.newest import open_work_of
from app.services.instances.submitted_filter import is_at, is_called, is_of_class, is_revoked
from app.services.instances.where import word_of_standing
from app.services.instances.words import Word
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import (
    Diagram,
    DiagramVersion,
    Instance,
    ItemKind,
    Organization,
)

REVOKED_WORD = Word("已撤销", "danger")

SEEN_WITH = {ItemKind.SCORE: Permission.SCORE_VIEW}
"""What opens the rows of a kind, where it is more than the permission to submit such an item."""


@dataclass(frozen=True)
class Submitted(Limited):
    """An item that was submitted: how it ended, or who has it now and for how many days."""

    instance_id: int
    item_kind: ItemKind
    item_id: int
    group_id: int
    process_name: str
    started_at: datetime
    ended: str | None
    ended_at: datetime | None
    is_touched: bool
    is_revoked: bool
    party: str | None
    holder_name: str | None
    holder_phone: str | None
    waiting_days: int | None
    opened_at: datetime | None
    due_at: datetime | None
    ahead: Ahead | None = None
    name: str = ""
    group_name: str = ""

    @property
    def word(self) -> Word:
        """Its place or end in words; what was revoked after its good end says so."""
        if self.is_revoked:
            return REVOKED_WORD
        return word_of_standing(self.item_kind, self.ended, self.party)

    @property
    def class_id(self) -> int | None:
        """The class of a score, which the list can be narrowed to."""
        return self.group_id if self.item_kind is ItemKind.SCORE else None


def kinds_of(session: Session, *, by: Actor) -> dict[ItemKind, str]:
    """The kinds of item whose submissions the actor may look through, with the names of their processes."""
    may_see = {
        item.kind
        for item in ITEMS
        if not item.is_personal and may(by, SEEN_WITH.get(item.kind, item.start_permission))
    }
    return {kind: name for kind, name in kinds_of_processes(session).items() if kind in may_see}


def kinds_of_processes(session: Session) -> dict[ItemKind, str]:
    """Every kind of item, with the name of its process."""
    names = {row.process_id: row.name for row in session.execute(select(Diagram.process_id, Diagram.name))}
    return {item.kind: names.get(item.process_id, item.process_id) for item in ITEMS}


def list_submitted(
    session: Session,
    *,
    by: Actor,
    kind: ItemKind | None = None,
    state: str = "",
    class_id: int | None = None,
    text: str = "",
    before: int | None = None,
    limit: int = 50,
) -> Page[Submitted]:
    """What the actor's organisation submitted, newest first; a few statements, and one a kind for the names.

    `state` is a party (where it is now), an end, RETURNED, OVERDUE, REVOKED, or empty; `text` is looked for in
    the names.
    """
    require(by, Permission.SUBMITTED_VIEW)
    kinds = [one for one in kinds_of(session, by=by) if kind in (None, one)]
    if class_id is not None:
        kinds = [one for one in kinds if one is ItemKind.SCORE]
    if not kinds:
        return Page([])
    wanted = [is_at(state, by), is_of_class(class_id), true() if before is None else Instance.id < before]
    branches = [_newest_of(one, by, limit).where(is_called(one, text), *wanted) for one in kinds]
    merged = union_all(*(select(branch.subquery().c.id) for branch in branches)).subquery()
    top = select(merged.c.id).order_by(merged.c.id.desc()).limit(limit + 1).subquery("top")
    rows = [dict(row._mapping) for row in session.execute(_rows(top))]
    names = names_of(session, rows)
    places = {row["instance_id"]: At(*(row.pop(name) for name in At._fields)) for row in rows}
    ahead = ahead_of(session, [at for at in places.values() if at.node_id])
    found = [
        Submitted(**row, ahead=ahead.get(places[row["instance_id"]]), **names[row["instance_id"]]) for row in rows
    ]
    return page_of(found, limit, _key)


def _key(row: Submitted) -> int:
    return row.instance_id


def _newest_of(kind: ItemKind, by: Actor, limit: int) -> Select[int]:
    """The first rows of one kind, from the index of their organisation and kind; the kinds are merged after."""
    newer = aliased(Instance)
    is_old = exists(
        select(newer.id).where(
            newer.item_id == Instance.item_id, newer.item_kind == Instance.item_kind, newer.id > Instance.id
        )
    )
    return (
        select(Instance.id)
        .where(Instance.organization_id == by.organization_id, Instance.item_kind == kind, ~is_old)
        .order_by(Instance.id.desc())
        .limit(limit + 1)
    )


def _rows(top: FromClause) -> Select[*tuple[Any, ...]]:
    place, holder = open_work_of(top), aliased(Organization)
    return (
        select(
            Instance.id.label("instance_id"),
            Instance.item_kind,
            Instance.item_id,
            Instance.group_id,
            Diagram.name.label("process_name"),
            Instance.started_at,
            Instance.ended,
            Instance.ended_at,
            Instance.is_touched,
            is_revoked().label("is_revoked"),
            place.c.party,
            holder.name.label("holder_name"),
            holder.contact_phone.label("holder_phone"),
            days_since(place.c.opened_at).label("waiting_days"),
            place.c.opened_at,
            place.c.due_at,
            Instance.version_id,
            Instance.path_node_id,
            DiagramVersion.process_id,
            place.c.node_id,
        )
        .select_from(top)
        .join(Instance, Instance.id == top.c.id)
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .outerjoin(place, true())
        .outerjoin(holder, holder.id == place.c.organization_id)
        .order_by(Instance.id.desc())
    )
