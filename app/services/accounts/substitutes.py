"""Substitutes for days of leave (代理): set for oneself, or for others by whoever manages the members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import FieldRefusal, NotFound, NotPermitted
from app.permissions import Actor, Permission, may, owns
from app.services.accounts.office import lock_office, require
from app.services.audit import record
from app.services.notifications.passing_on import tell_substitute
from models import Membership, Substitution, User

SET = Permission.SUBSTITUTION_SET
LONGEST = 366  # days


class DaysInDisorder(FieldRefusal):
    """结束日期不能早于开始日期。"""

    field = "last_day"


class DaysGone(FieldRefusal):
    """结束日期已过，请选择今天或以后的日期。"""

    field = "last_day"


class TooLong(FieldRefusal):
    """代理期最长一年，请缩短；长期离岗请调整角色。"""

    field = "last_day"


class NotAMember(FieldRefusal):
    """请选择本单位在用的管理员。"""

    field = "substitute_id"


class SamePerson(FieldRefusal):
    """代理人不能是请假人本人。"""

    field = "substitute_id"


class AlreadyAway(FieldRefusal):
    """{name}在这段时间已有代理人（{first_day:%Y-%m-%d} 至 {last_day:%Y-%m-%d}），请先取消或错开日期。"""

    field = "first_day"


@dataclass(frozen=True)
class Leave:
    """One substitution as a page shows it; `may_cancel` is the reader's."""

    id: int
    name: str
    substitute_name: str
    first_day: date
    last_day: date
    is_now: bool
    may_cancel: bool


def set_substitute(
    session: Session, *, by: Actor, user_id: int, substitute_id: int, first_day: date, last_day: date
) -> int:
    """From the first to the last day `substitute_id` clears what `user_id` would; returns the row's id.

    Raises NotPermitted for somebody else's leave without the module of accounts, and the refusals of this file.
    """
    by = lock_office(session, by=by, permission=SET)
    if user_id != by.user_id and not may(by, Permission.MEMBER_MANAGE):
        raise NotPermitted()
    _check_days(session, first_day, last_day)
    names = _members(session, by, [user_id, substitute_id])
    if user_id == substitute_id:
        raise SamePerson()
    if user_id not in names or substitute_id not in names:
        raise NotAMember()
    other = session.scalars(_overlapping(by, user_id, first_day, last_day)).first()
    if other is not None:
        raise AlreadyAway(name=names[user_id], first_day=other.first_day, last_day=other.last_day)
    row = Substitution(
        organization_id=by.organization_id,
        user_id=user_id,
        substitute_id=substitute_id,
        first_day=first_day,
        last_day=last_day,
        created_by_id=by.user_id,
    )
    session.add(row)
    session.flush()
    record(session, by=by, action=SET, act="set", user=user_id, substitute=substitute_id, substitution=row.id)
    tell_substitute(session, substitute_id, by=by)
    return row.id


def cancel_substitute(session: Session, substitution_id: int, *, by: Actor) -> None:
    """End a substitution now: by the absent member, his substitute, or whoever manages the members.

    Raises NotFound or NotPermitted.
    """
    by = lock_office(session, by=by, permission=SET)
    row = session.get(Substitution, substitution_id, with_for_update=True)
    if row is None or not owns(by, organization_id=row.organization_id) or row.cancelled_at is not None:
        raise NotFound()
    if not _may_cancel(row.user_id, row.substitute_id, by):
        raise NotPermitted()
    row.cancelled_at = func.now()
    record(session, by=by, action=SET, act="cancel", substitution=row.id)
    session.flush()


def list_substitutes(session: Session, *, by: Actor) -> Sequence[Leave]:
    """Present and coming substitutions of the actor's organisation: all of them, or those that concern him."""
    require(by, SET)
    person, substitute = aliased(User), aliased(User)
    query = (
        select(Substitution, person.name, substitute.name, func.current_date())
        .join(person, person.id == Substitution.user_id)
        .join(substitute, substitute.id == Substitution.substitute_id)
        .where(
            Substitution.organization_id == by.organization_id,
            Substitution.cancelled_at.is_(None),
            Substitution.last_day >= func.current_date(),
        )
        .order_by(Substitution.first_day, Substitution.id)
    )
    if not may(by, Permission.MEMBER_MANAGE):
        query = query.where(or_(Substitution.user_id == by.user_id, Substitution.substitute_id == by.user_id))
    return [_leave(*row, by) for row in session.execute(query.limit(200))]


def _leave(one: Substitution, name: str, substitute_name: str, today: date, by: Actor) -> Leave:
    return Leave(
        id=one.id,
        name=name,
        substitute_name=substitute_name,
        first_day=one.first_day,
        last_day=one.last_day,
        is_now=one.first_day <= today,
        may_cancel=_may_cancel(one.user_id, one.substitute_id, by),
    )


def _may_cancel(user_id: int, substitute_id: int, by: Actor) -> bool:
    return by.user_id in (user_id, substitute_id) or may(by, Permission.MEMBER_MANAGE)


def _check_days(session: Session, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise DaysInDisorder()
    if last_day < session.execute(select(func.current_date())).scalar_one():
        raise DaysGone()
    if (last_day - first_day).days >= LONGEST:
        raise TooLong()


def _members(session: Session, by: Actor, user_ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(Membership.user_id, User.name)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id == by.organization_id,
            Membership.user_id == func.any(list(user_ids)),
            Membership.is_enabled,
            User.is_enabled,
        )
    )
    return {row.user_id: row.name for row in rows}


def _overlapping(by: Actor, user_id: int, first_day: date, last_day: date) -> Any:
    return select(Substitution).where(
        Substitution.organization_id == by.organization_id,
        Substitution.user_id == user_id,
        Substitution.cancelled_at.is_(None),
        Substitution.first_day <= last_day,
        Substitution.last_day >= first_day,
    )
