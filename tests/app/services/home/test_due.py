"""What is due: the year's rules, the annual report, plans without a class, people who miss hours, leaves."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.home import due
from app.services.home.due import Due, DueKind, due_of
from models import Module, PlanState, ReportState, Substitution, YearRule
from tests.factories import Chain, make_chain, make_class, make_learner, make_member, make_plan
from tests.reporting import report_something
from tests.today import today

HOURS = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
IN_JUNE = date(2026, 6, 10)


@pytest.fixture
def chain(session: Session) -> Chain:
    return make_chain(session)


@pytest.fixture(autouse=True)
def in_june(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the tenth of June 2026, unless a test says which day it is."""
    marker = request.node.get_closest_marker("parametrize")
    if not (marker and "day" in str(marker.args[0])):
        monkeypatch.setattr(due, "today", lambda: IN_JUNE)


def rule(session: Session, chain: Chain, year: int = 2026, **days: date) -> None:
    session.add(YearRule(region_code=chain.province_hr.region_code, year=year, **HOURS, **days))
    session.flush()


def of_kind(session: Session, by: Actor, kind: DueKind) -> list[Due]:
    return [one for one in due_of(session, by=by) if one.kind is kind]


@pytest.mark.parametrize(
    ("opens", "closes", "day", "said"),
    [
        (date(2026, 3, 1), date(2026, 12, 31), date(2026, 6, 10), (0, 204)),
        (date(2026, 3, 1), date(2026, 6, 10), date(2026, 6, 10), (0, 0)),
        (date(2026, 3, 1), date(2026, 6, 8), date(2026, 6, 10), (0, -2)),
        (date(2026, 3, 1), date(2026, 6, 1), date(2026, 6, 10), None),  # long over
        (date(2026, 7, 1), date(2026, 12, 31), date(2026, 6, 10), (21, 204)),
        (date(2026, 9, 1), date(2026, 12, 31), date(2026, 6, 10), None),  # far away
        (date(2026, 3, 1), None, date(2026, 6, 10), (0, None)),
        (None, None, date(2026, 6, 10), None),  # declared at any time
    ],
)
def test_the_window_of_declarations(session, chain, monkeypatch, opens, closes, day, said):
    monkeypatch.setattr(due, "today", lambda: day)
    rule(session, chain, declare_from=opens, declare_until=closes)
    for by in (chain.base_member, chain.employer_member, chain.hr_member):
        found = of_kind(session, by, DueKind.DECLARATION)
        assert [(one.opens_in, one.days_left) for one in found] == ([] if said is None else [said])


def test_what_ends_first_stands_first_and_what_has_no_end_last(session, chain):
    rule(session, chain, declare_until=date(2026, 12, 31), professional_deadline=date(2026, 12, 1))
    rule(session, chain, 2025, declare_until=date(2026, 6, 30))
    days = [one.day for one in due_of(session, by=chain.employer_member)]
    assert days == sorted(day for day in days if day) + [None] * days.count(None)
    assert len(days) == 3


def test_a_nearer_rule_takes_the_place_of_the_provinces(session, chain):
    rule(session, chain, declare_until=date(2026, 12, 31))
    session.add(YearRule(region_code=chain.hr.region_code, year=2026, declare_until=date(2026, 11, 30), **HOURS))
    session.flush()
    (one,) = of_kind(session, chain.base_member, DueKind.DECLARATION)
    assert one.day == date(2026, 11, 30)


def test_the_report_of_a_year_in_which_the_base_taught_is_due_until_it_is_declared(session):
    reporting = report_something(session)
    by, base = reporting.base_member, reporting.base
    year = reporting.report.year
    due_year = [one.year for one in of_kind(session, by, DueKind.REPORT)]
    assert due_year == []  # taught nothing the year before
    make_class(session, base=base, training_year=2025)
    assert [one.year for one in of_kind(session, by, DueKind.REPORT)] == [2025]
    reporting.report.year, reporting.report.state = 2025, ReportState.DRAFT
    session.flush()
    assert [one.year for one in of_kind(session, by, DueKind.REPORT)] == [2025]
    reporting.report.year = year
    session.flush()


@pytest.mark.parametrize(("day", "years"), [(date(2026, 10, 31), []), (date(2026, 11, 1), [2026])])
def test_the_years_own_report_is_thought_of_from_november_on(session, chain, monkeypatch, day, years):
    monkeypatch.setattr(due, "today", lambda: day)
    assert [one.year for one in of_kind(session, chain.base_member, DueKind.REPORT)] == years


def test_a_plan_that_ends_soon_without_a_class_is_named(session, chain):
    soon, later, draft = (
        make_plan(session, base=chain.base, state=state)
        for state in (PlanState.APPROVED, PlanState.APPROVED, PlanState.DRAFT)
    )
    soon.ends_on = draft.ends_on = IN_JUNE + timedelta(days=9)
    later.ends_on = IN_JUNE + timedelta(days=90)
    session.flush()
    (one,) = of_kind(session, chain.base_member, DueKind.PLAN)
    assert (one.row_id, one.days_left) == (soon.id, 9)
    bare = make_member(session, chain.base, modules=(Module.SCORE_ENTRY,))
    assert of_kind(session, bare, DueKind.PLAN) == []


def test_an_employer_is_told_how_many_of_its_people_miss_hours(session, chain, monkeypatch):
    from app.services.statistics.refresh import refresh_summary

    monkeypatch.setattr(due, "today", today)
    make_learner(session, employer=chain.employer)
    refresh_summary(session)
    (one,) = of_kind(session, chain.employer_member, DueKind.LEARNERS)
    assert "2 人未达标（共 2 人）" in one.text


@pytest.mark.parametrize(("day", "years"), [(date(2026, 9, 30), [2026]), (date(2026, 10, 1), [2026, 2027])])
def test_rules_that_are_missing_are_told_to_who_keeps_them(session, chain, monkeypatch, day, years):
    monkeypatch.setattr(due, "today", lambda: day)
    assert [one.year for one in of_kind(session, chain.hr_member, DueKind.RULE)] == years
    assert of_kind(session, make_member(session, chain.hr, modules=(Module.STATISTICS,)), DueKind.RULE) == []


def test_a_leave_is_told_to_both(session, chain):
    colleague = make_member(session, chain.employer, name="王代理")
    session.add(
        Substitution(
            organization_id=chain.employer.id,
            user_id=chain.employer_member.user_id,
            substitute_id=colleague.user_id,
            first_day=today() - timedelta(days=1),
            last_day=today() + timedelta(days=3),
            created_by_id=colleague.user_id,
        )
    )
    session.flush()
    assert [one.text for one in of_kind(session, chain.employer_member, DueKind.LEAVE)] == [
        "您请假期间由王代理代理"
    ]
    assert [one.text for one in of_kind(session, colleague, DueKind.LEAVE)] == ["您正在代理单位审核员的审核"]
    assert of_kind(session, make_member(session, chain.employer), DueKind.LEAVE) == []
