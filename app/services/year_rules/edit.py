"""Reading, changing and copying the rules of a department's own region.

A rule of a nearer region comes before one of a farther region, so a department without rules of its own only reads
those that hold for it: it cannot ask less of its learners than the province does.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, Refusal
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from models import Organization, YearRule

MANAGE = Permission.YEAR_RULE_MANAGE


class PartsBeyondTotal(FieldRefusal):
    """公需学时与专业学时之和（{parts}）不能超过年度总学时（{total}）。"""

    field: ClassVar[str] = "total_hours"


class WindowReversed(FieldRefusal):
    """申报截止日期不能早于申报开始日期（{start}）。"""

    field: ClassVar[str] = "declare_until"


class NothingToCopy(Refusal):
    """本部门所在区域还没有年度规则，执行上级人社部门的规则，不能在此新增。"""


@dataclass(frozen=True)
class RuleFields:
    """What may be changed of a year's rule."""

    total_hours: Decimal
    public_hours: Decimal
    professional_hours: Decimal
    hours_per_day: Decimal
    pass_mark: Decimal
    declare_from: date | None = None
    declare_until: date | None = None
    public_deadline: date | None = None
    professional_deadline: date | None = None


def list_rules(session: Session, *, by: Actor) -> Sequence[YearRule]:
    """The rules of the department's own region, newest year first."""
    require(by, MANAGE)
    query = select(YearRule).where(YearRule.region_code == _region(by)).order_by(YearRule.year.desc())
    return session.scalars(query).all()


def find_rule(session: Session, rule_id: int, *, by: Actor) -> YearRule:
    """One of them. Raises NotFound for any other."""
    require(by, MANAGE)
    own = select(YearRule).where(YearRule.id == rule_id, YearRule.region_code == _region(by))
    found = session.scalars(own).one_or_none()
    if found is None:
        raise NotFound()
    return found


def edit_rule(session: Session, rule_id: int, fields: RuleFields, *, by: Actor) -> YearRule:
    """Change a rule; it holds at once. Raises NotFound, PartsBeyondTotal, WindowReversed."""
    by = confirm(session, by, MANAGE)
    own = select(YearRule).where(YearRule.id == rule_id, YearRule.region_code == _region(by))
    rule = session.scalars(own.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if rule is None:
        raise NotFound()
    _check(fields)
    before = _said(rule)
    for name, value in asdict(fields).items():
        setattr(rule, name, value)
    session.flush()
    record(session, by=by, action=MANAGE, act="edit", year=rule.year, before=before, after=_said(rule))
    return rule


def add_next_year(session: Session, *, by: Actor) -> YearRule:
    """Copy the newest rule for the year after it, without its dates. Raises NothingToCopy."""
    by = confirm(session, by, MANAGE)
    newest = select(YearRule).where(YearRule.region_code == _region(by)).order_by(YearRule.year.desc()).limit(1)
    last = session.scalars(newest.with_for_update()).one_or_none()
    if last is None:
        raise NothingToCopy()
    rule = YearRule(
        region_code=last.region_code,
        year=last.year + 1,
        total_hours=last.total_hours,
        public_hours=last.public_hours,
        professional_hours=last.professional_hours,
        hours_per_day=last.hours_per_day,
        pass_mark=last.pass_mark,
    )
    session.add(rule)
    session.flush()
    record(session, by=by, action=MANAGE, act="add", year=rule.year, after=_said(rule))
    return rule


def _region(by: Actor) -> ScalarSelect[str]:
    return select(Organization.region_code).where(Organization.id == by.organization_id).scalar_subquery()


def _check(fields: RuleFields) -> None:
    parts = fields.public_hours + fields.professional_hours
    if parts > fields.total_hours:
        raise PartsBeyondTotal(parts=parts, total=fields.total_hours)
    if fields.declare_from and fields.declare_until and fields.declare_until < fields.declare_from:
        raise WindowReversed(start=fields.declare_from)


def _said(rule: YearRule) -> dict[str, str]:
    return {name: str(getattr(rule, name)) for name in RuleFields.__dataclass_fields__}
