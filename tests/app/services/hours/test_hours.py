"""Hours by credited year against the year's minimum."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from app.services.hours.hours import Hours, hours_of
from app.services.hours.rules import Minimum
from models import Region, ScoreState, SubjectType, YearRule
from tests.factories import Chain, make_chain, make_class, make_score, make_subject

HENAN = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
PUBLIC, PROFESSIONAL = SubjectType.PUBLIC, SubjectType.PROFESSIONAL


@pytest.fixture
def chain(session: Session) -> Chain:
    chain = make_chain(session, learners=2)
    session.add(YearRule(region_code=chain.province_hr.region_code, year=2026, **HENAN))
    session.flush()
    return chain


def give(session: Session, chain: Chain, kind: SubjectType, hours: int, **facts):
    """A score of the first learner in a class of so many hours."""
    state = facts.pop("state", ScoreState.QUALIFIED)
    subject = make_subject(session, organization=chain.base, kind=kind)
    taught = make_class(session, base=chain.base, subject=subject, hours=hours, **facts)
    make_score(session, taught, chain.learners[0], state=state)


def hours_in(session: Session, chain: Chain, year: int = 2026) -> Hours:
    learner = chain.learners[0].id
    return hours_of(session, [learner], [year])[learner, year]


def test_hours_count_in_the_credited_year_not_in_the_training_year(session: Session, chain: Chain):
    give(session, chain, PROFESSIONAL, 40, training_year=2026, credit_year=2025)
    assert (hours_in(session, chain, 2026).total, hours_in(session, chain, 2025).total) == (0, 40)


@pytest.mark.parametrize("state", [ScoreState.ENTERED, ScoreState.DECLARED, ScoreState.REJECTED])
def test_only_qualified_scores_count(session: Session, chain: Chain, state: ScoreState):
    give(session, chain, PROFESSIONAL, 40, state=state)
    assert hours_in(session, chain).total == 0


def test_the_kinds_are_counted_apart_and_together(session: Session, chain: Chain):
    give(session, chain, PUBLIC, 24)
    give(session, chain, PROFESSIONAL, 30)
    give(session, chain, PROFESSIONAL, 12)
    hours = hours_in(session, chain)
    assert (hours.public, hours.professional, hours.total) == (24, 42, 66)


@pytest.mark.parametrize(
    ("public", "professional", "missing", "rule"),
    [
        (0, 0, 90, "nothing yet: the whole total"),
        (24, 60, 6, "both kinds reached, and still 6 short of the total: of either kind"),
        (30, 60, 0, "the 6 may be public"),
        (24, 66, 0, "or professional"),
        (90, 0, 60, "public hours do not stand in for professional ones"),
        (0, 120, 24, "nor the other way round"),
        (20, 80, 4, "the total is reached, a kind is not"),
    ],
)
def test_the_standard(public: int, professional: int, missing: int, rule: str):
    minimum = Minimum(Decimal(90), Decimal(24), Decimal(60))
    hours = Hours(1, 2026, Decimal(public), Decimal(professional), minimum)
    assert hours.missing_total == missing, rule
    assert hours.is_reached == (missing == 0)


def test_a_year_without_a_rule_is_neither_reached_nor_short(session: Session, chain: Chain):
    give(session, chain, PROFESSIONAL, 100, training_year=2020)
    hours = hours_in(session, chain, 2020)
    assert (hours.minimum, hours.is_reached, hours.missing_total) == (None, False, 0)


def test_a_rule_of_a_nearer_region_takes_the_place_of_the_province(session: Session, chain: Chain):
    county = session.get_one(Region, chain.employer.region_code)
    session.add(YearRule(region_code=county.parent_code, year=2026, **HENAN | {"total_hours": 100}))
    session.flush()
    minimum = hours_in(session, chain).minimum
    assert minimum is not None
    assert minimum.total == 100


def test_many_learners_and_years_are_answered_at_once(session: Session, chain: Chain):
    give(session, chain, PROFESSIONAL, 40)
    first, second = (learner.id for learner in chain.learners)
    found = hours_of(session, [first, second], [2025, 2026])
    assert {key: hours.total for key, hours in found.items()} == {
        (first, 2025): 0,
        (first, 2026): 40,
        (second, 2025): 0,
        (second, 2026): 0,
    }
