"""Classes on effective plans, within them, until their scores are declared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import NotFound
from app.services.approvals import start
from app.services.classes import refusals
from app.services.classes.edit import add_class, edit_class
from app.services.classes.list import defaults_of, effective_plans, find_class, find_plan, list_classes
from app.services.classes.rules import ClassFields
from app.services.diagrams.publish import publish_shipped
from app.services.scores.classes import search_classes
from models import PlanState, Subject, YearRule
from tests.factories import make_base, make_learner, make_member, make_plan, make_score
from tests.factories.organizations import make_employer

FIELDS = ClassFields("第一期", date(2026, 5, 11), date(2026, 5, 15), "一号教室", Decimal(40), 2026, Decimal(60))


@pytest.fixture
def base(session):
    base = make_base(session)
    minimums = dict.fromkeys(("total_hours", "public_hours", "professional_hours"), 0)
    session.add(YearRule(region_code=base.region_code, year=2026, hours_per_day=8, pass_mark=60, **minimums))
    session.flush()
    return base


@pytest.fixture
def member(session, base):
    return make_member(session, base)


@pytest.fixture
def plan(session, base):
    return make_plan(session, base=base, state=PlanState.APPROVED, hours=48)


def test_a_class_takes_subject_and_training_year_from_its_plan_and_can_be_scored(session, member, plan):
    made = add_class(session, plan.id, FIELDS, by=member)
    assert (made.subject_id, made.training_year, made.plan_id) == (plan.subject_id, 2026, plan.id)
    assert [one.id for one in search_classes(session, "第一期", by=member)] == [made.id]


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.REJECTED])
def test_a_plan_that_is_not_effective_carries_no_class(session, base, member, state):
    plan = make_plan(session, base=base, state=state)
    with pytest.raises(refusals.PlanNotEffective, match=state.label):
        add_class(session, plan.id, FIELDS, by=member)
    assert effective_plans(session, by=member) == []


def test_a_plan_whose_subject_was_disabled_carries_no_further_class_and_keeps_those_it_has(session, member, plan):
    made = add_class(session, plan.id, FIELDS, by=member)
    subject = session.get_one(Subject, plan.subject_id)
    subject.is_enabled = False
    session.flush()
    assert effective_plans(session, by=member) == []
    with pytest.raises(refusals.PlanSubjectDisabled, match=subject.name):
        add_class(session, plan.id, replace(FIELDS, name="第二期"), by=member)
    assert edit_class(session, made.id, replace(FIELDS, place="二号教室"), by=member).place == "二号教室"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"hours": Decimal(49)}, refusals.MoreHoursThanPlanned),
        ({"hours": Decimal("40.5")}, refusals.MoreHoursThanDays),
        ({"ends_on": date(2026, 5, 10)}, refusals.ClassEndsBeforeStart),
        ({"ends_on": date(2027, 1, 1)}, refusals.OutsidePlan),
        ({"credit_year": 2027}, refusals.CreditYearOutsidePlan),
        ({"credit_year": 2024}, refusals.CreditYearOutsidePlan),
    ],
)
def test_what_does_not_fit_the_plan_is_refused(session, member, plan, changes, refusal):
    with pytest.raises(refusal):
        add_class(session, plan.id, replace(FIELDS, **changes), by=member)


def test_the_cap_says_how_many_hours_the_days_allow(session, member, plan):
    with pytest.raises(refusals.MoreHoursThanDays, match=r"5天.*8\.0学时.*40\.0学时"):
        add_class(session, plan.id, replace(FIELDS, hours=Decimal("40.5")), by=member)


def test_hours_may_make_up_for_the_year_before(session, member, plan):
    assert add_class(session, plan.id, replace(FIELDS, credit_year=2025), by=member).credit_year == 2025


def test_a_name_is_given_once(session, member, plan):
    add_class(session, plan.id, FIELDS, by=member)
    with pytest.raises(refusals.ClassNameTaken):
        add_class(session, plan.id, FIELDS, by=member)


def test_it_is_changed_until_a_score_is_declared(session, base, member, plan):
    publish_shipped(session)
    made = add_class(session, plan.id, FIELDS, by=member)
    learner = make_learner(session, employer=make_employer(session))
    score = make_score(session, made, learner, entered_by=member)
    assert edit_class(session, made.id, replace(FIELDS, pass_mark=Decimal(70)), by=member).pass_mark == 70
    assert start(session, "score_declaration", [score.id], by=member)[0].ok
    with pytest.raises(refusals.ClassHasDeclaredScores):
        edit_class(session, made.id, FIELDS, by=member)
    assert not find_class(session, made.id, by=member).is_changeable


def test_another_base_has_nothing_of_it(session, member, plan):
    made = add_class(session, plan.id, FIELDS, by=member)
    other = make_member(session, make_base(session))
    assert list_classes(session, by=other).rows == []
    for act in (
        lambda: find_class(session, made.id, by=other),
        lambda: edit_class(session, made.id, FIELDS, by=other),
        lambda: add_class(session, plan.id, FIELDS, by=other),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_new_class_begins_with_what_its_plan_and_the_rule_of_its_year_say(session, base, member, plan):
    assert defaults_of(session, find_plan(session, plan.id, by=member), by=member) == {
        "hours": plan.hours,
        "place": plan.place,
        "credit_year": 2026,
        "pass_mark": 60,
    }
    rule = session.scalars(select(YearRule)).one()
    rule.pass_mark = 75
    session.flush()
    assert defaults_of(session, find_plan(session, plan.id, by=member), by=member)["pass_mark"] == 75


def test_where_a_year_has_no_rule_yet_the_pass_mark_is_60(session, base, member):
    plan = make_plan(session, base=base, state=PlanState.APPROVED, hours=48, year=2031)
    assert defaults_of(session, find_plan(session, plan.id, by=member), by=member)["pass_mark"] == 60
