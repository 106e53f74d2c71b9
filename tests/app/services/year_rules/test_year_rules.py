"""The rules of a year: who keeps them, and that they hold at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import NotFound
from app.services.year_rules.edit import (
    NothingToCopy,
    PartsBeyondTotal,
    RuleFields,
    WindowReversed,
    add_next_year,
    edit_rule,
    list_rules,
)
from models import AuditEvent, YearRule
from tests.factories import make_chain, make_member
from tests.journey import begin
from tests.today import today

FIELDS = RuleFields(Decimal(90), Decimal(30), Decimal(60), Decimal(8), Decimal(60))


def make_rule(session, organization):
    rule = YearRule(
        region_code=organization.region_code, year=2026, total_hours=90, public_hours=24, professional_hours=60,
        hours_per_day=8, pass_mark=60,
    )  # fmt: skip
    session.add(rule)
    session.flush()
    return rule


def test_a_change_is_audited_with_what_was_before(session):
    chain = make_chain(session)
    rule, member = make_rule(session, chain.province_hr), make_member(session, chain.province_hr)
    edit_rule(session, rule.id, FIELDS, by=member)
    assert [one.public_hours for one in list_rules(session, by=member)] == [30]
    detail = session.scalars(select(AuditEvent).where(AuditEvent.action == "year_rule:manage")).one().detail
    assert (Decimal(detail["before"]["public_hours"]), Decimal(detail["after"]["public_hours"])) == (24, 30)


def test_the_next_year_is_copied_and_only_where_there_is_a_rule(session):
    chain = make_chain(session)
    make_rule(session, chain.province_hr)
    assert add_next_year(session, by=make_member(session, chain.province_hr)).year == 2027
    with pytest.raises(NothingToCopy):
        add_next_year(session, by=chain.hr_member)


def test_another_department_changes_nothing_and_wrong_fields_are_named(session):
    chain = make_chain(session)
    rule, member = make_rule(session, chain.province_hr), make_member(session, chain.province_hr)
    with pytest.raises(NotFound):
        edit_rule(session, rule.id, FIELDS, by=chain.hr_member)
    with pytest.raises(PartsBeyondTotal):
        edit_rule(session, rule.id, RuleFields(*[Decimal(60)] * 3, Decimal(8), Decimal(60)), by=member)
    reversed_ = RuleFields(*[Decimal(9)] * 1, *[Decimal(1)] * 4, date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(WindowReversed):
        edit_rule(session, rule.id, reversed_, by=member)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True)])
def test_scores_are_declared_within_the_window_of_their_credited_year_only(session, days, may):
    journey = begin(session, learners=1)
    rule = make_rule(session, journey.chain.province_hr)
    rule.declare_until = today() + timedelta(days=days)
    session.flush()
    [result] = journey.declare()
    assert result.ok is may
    if not may:
        assert str(rule.declare_until) in str(result.refusal)
