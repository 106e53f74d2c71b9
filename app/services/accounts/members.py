"""The members of an organisation, as those see them who manage its accounts (单位管理员)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.masking import mask_phone
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.accounts.actors import SUPER_ROLE
from app.services.accounts.office import modules_beyond, require
from app.services.page import PAGE_ROWS, Page, page_of
from models import Membership, Role, User


@dataclass(frozen=True)
class Member:
    """A member; `is_changeable` by the reader: neither he himself, nor the super, nor somebody with more rights."""

    id: int
    name: str
    masked_id: str
    masked_mobile: str
    role_id: int | None
    role_name: str
    is_super: bool
    is_enabled: bool
    is_reader: bool
    is_changeable: bool
    created_at: datetime


def list_members(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[Member]:
    """One page of the members of the actor's organisation, oldest first; one statement."""
    require(by, Permission.MEMBER_MANAGE)
    rows = _members(session, by, Membership.id > (after or 0), limit + 1)
    return page_of(rows, limit, lambda member: member.id)


def find_member(session: Session, membership_id: int, *, by: Actor) -> Member:
    """A member of the actor's organisation; raises NotFound for any other."""
    require(by, Permission.MEMBER_MANAGE)
    found = _members(session, by, Membership.id == membership_id, 1)
    if not found:
        raise NotFound()
    return found[0]


def _members(session: Session, by: Actor, which: ColumnElement[bool], limit: int) -> list[Member]:
    rows = session.execute(
        select(
            Membership.id,
            Membership.role_id,
            Membership.is_super,
            Membership.is_enabled,
            Membership.created_at,
            User.id.label("user_id"),
            User.name,
            User.resident_id_sealed,
            User.mobile_sealed,
            Role.name.label("role_name"),
            Role.modules,
        )
        .join(User, User.id == Membership.user_id)
        .outerjoin(Role, Role.id == Membership.role_id)
        .where(Membership.organization_id == by.organization_id, which)
        .order_by(Membership.id)
        .limit(limit)
    )
    return [_member(row, by) for row in rows]


def _member(row: Any, by: Actor) -> Member:
    is_reader = row.user_id == by.user_id
    return Member(
        id=row.id,
        name=row.name,
        masked_id=mask(sealer().unseal(row.resident_id_sealed)),
        masked_mobile=mask_phone(sealer().unseal(row.mobile_sealed)) if row.mobile_sealed else "",
        role_id=row.role_id,
        role_name=SUPER_ROLE if row.is_super else row.role_name,
        is_super=row.is_super,
        is_enabled=row.is_enabled,
        is_reader=is_reader,
        is_changeable=not (is_reader or row.is_super or modules_beyond(row.modules or (), by=by)),
        created_at=row.created_at,
    )
