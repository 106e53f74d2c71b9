"""The list of the organisations below: those right under one of them, or all beneath the actor's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.resident_id import mask
from app.sealing import sealer
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.subordinates.scope import is_beneath, is_directly_under, is_in_region, refuse_not_below
from models import Level, Membership, Organization, OrganizationKind, Region, User


@dataclass(frozen=True)
class SubordinateFilter:
    """What is asked for: those right under `under` (the actor's own unless given), or, `deep`, all beneath."""

    under: int | None = None
    deep: bool = False
    text: str = ""
    kind: OrganizationKind | None = None
    region: str = ""
    is_enabled: bool | None = None


@dataclass(frozen=True)
class Subordinate:
    """An organisation; without a super administrator `chief` and `masked_id` are empty."""

    id: int
    name: str
    kind: OrganizationKind
    level: Level
    credit_code: str
    region_name: str
    superior_name: str
    contact_name: str
    contact_phone: str
    is_enabled: bool
    is_own: bool  # right under the reader's: its password can be reset
    has_below: bool
    chief: str
    masked_id: str


NOTHING_ASKED = SubordinateFilter()


def list_subordinates(
    session: Session,
    *,
    by: Actor,
    asked: SubordinateFilter = NOTHING_ASKED,
    after: int | None = None,
    limit: int = PAGE_ROWS,
) -> Page[Subordinate]:
    """One page of them by id. Raises NotFound where `under` is not below the actor's organisation."""
    require(by, Permission.ORGANIZATION_LIST)
    if asked.under is not None:
        refuse_not_below(session, asked.under, by=by)
    ids = select(Organization.id).where(*_conditions(asked, by), Organization.id > (after or 0))
    page = ids.order_by(Organization.id).limit(limit + 1)
    return page_of(rows_of(session, page, by=by), limit, lambda one: one.id)


def _conditions(asked: SubordinateFilter, by: Actor) -> Sequence[ColumnElement[bool]]:
    is_there = is_beneath(by) if asked.deep else is_directly_under(asked.under or by.organization_id)
    found = [is_there]
    if text := tidy(asked.text):
        found.append(Organization.name.contains(text, autoescape=True))
    return [*found, *narrowed(asked)]


def narrowed(asked: SubordinateFilter) -> list[ColumnElement[bool]]:
    """The conditions on kind, region and state."""
    found: list[ColumnElement[bool]] = []
    if asked.kind is not None:
        found.append(Organization.kind == asked.kind)
    if asked.region:
        found.append(is_in_region(asked.region))
    if asked.is_enabled is not None:
        found.append(Organization.is_enabled.is_(True) if asked.is_enabled else ~Organization.is_enabled)
    return found


def rows_of(session: Session, page: Select[int], *, by: Actor) -> list[Subordinate]:
    """What is to be known of each organisation of a page, which is given as its ids."""
    chosen = page.subquery("page")
    superior, below = aliased(Organization), aliased(Organization)
    superior_id = func.coalesce(Organization.superior_id, Organization.hr_id)
    has_below = exists().where(func.coalesce(below.superior_id, below.hr_id) == Organization.id)
    query = (
        select(
            Organization.id, Organization.name, Organization.kind, Organization.level, Organization.credit_code,
            Region.name.label("region_name"), superior.name.label("superior_name"), Organization.contact_name,
            Organization.contact_phone, Organization.is_enabled, User.name.label("chief"), User.resident_id_sealed,
            (superior_id == by.organization_id).label("is_own"), has_below.label("has_below"),
        )
        .join(chosen, chosen.c.id == Organization.id)
        .join(Region, Region.code == Organization.region_code)
        .outerjoin(superior, superior.id == superior_id)
        .outerjoin(Membership, and_(Membership.organization_id == Organization.id, Membership.is_super))
        .outerjoin(User, User.id == Membership.user_id)
        .order_by(Organization.id)
    )  # fmt: skip
    return [_subordinate(row) for row in session.execute(query)]


def _subordinate(row: Any) -> Subordinate:
    facts = dict(row._mapping)
    sealed = facts.pop("resident_id_sealed")
    facts |= {"chief": row.chief or "", "superior_name": row.superior_name or "", "is_own": bool(row.is_own)}
    return Subordinate(**facts, masked_id=mask(sealer().unseal(sealed)) if sealed else "")
