"""The page of a learner: the last years, and every score with its place."""

from datetime import date

import pytest

from app.errors import NotFound
from app.services.hours.overview import Overview, overview_of
from models import YearRule
from tests.factories import learner_actor, make_class, make_score
from tests.journey import Journey

TODAY = date(2026, 11, 23)


def overview(journey: Journey, year: int | None = None) -> Overview:
    by = learner_actor(journey.session, journey.chain.learners[0])
    return overview_of(journey.session, by=by, year=year, on=TODAY)


def test_a_member_has_no_hours(journey: Journey):
    with pytest.raises(NotFound):
        overview_of(journey.session, by=journey.chain.base_member, on=TODAY)


def test_a_learner_sees_only_his_own_scores_and_who_has_them(journey: Journey):
    journey.declare()
    (score,) = overview(journey).scores
    assert (score.id, score.word.text) == (journey.score_ids[0], "待单位审核")
    assert (score.holder_name, score.waiting_days) == (journey.chain.employer.name, 0)
    assert score.instance_id == journey.instances()[0].id


def test_hours_under_review_are_told_apart_from_those_that_count(journey: Journey):
    journey.declare()
    shown = overview(journey)
    assert (shown.years[0].total, shown.pending_hours(2026)) == (0, 24)
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    shown = overview(journey)
    assert (shown.years[0].total, shown.pending_hours(2026)) == (24, 0)
    assert shown.scores[0].word.text == "合格"


def test_a_score_that_was_not_declared_is_there_and_leads_nowhere_yet(journey: Journey):
    (score,) = overview(journey).scores
    assert (score.word.text, score.instance_id) == ("待申报", None)


def test_years_go_five_back_without_a_gap_and_further_where_there_are_scores(journey: Journey):
    assert [year.year for year in overview(journey).years] == [2026]
    chain = journey.chain
    old = make_class(journey.session, base=chain.base, training_year=2024)
    make_score(journey.session, old, chain.learners[0])
    assert [year.year for year in overview(journey).years] == [2026, 2025, 2024]
    older = make_class(journey.session, base=chain.base, training_year=2015)
    make_score(journey.session, older, chain.learners[0])
    assert [year.year for year in overview(journey).years] == [2026, 2025, 2024, 2023, 2022, 2015]
    assert len(overview(journey).chart["categories"]) == 5


def test_the_chart_marks_the_minimum_where_all_years_have_the_same(journey: Journey):
    chain, session = journey.chain, journey.session
    make_score(session, make_class(session, base=chain.base, training_year=2025), chain.learners[0])
    facts = {"public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
    session.add(YearRule(region_code=chain.province_hr.region_code, year=2026, total_hours=90, **facts))
    session.flush()
    assert overview(journey).chart["minimum"] == 90
    assert overview(journey).chart["categories"] == ["2025年", "2026年"]
    session.add(YearRule(region_code=chain.province_hr.region_code, year=2025, total_hours=100, **facts))
    session.flush()
    assert overview(journey).chart["minimum"] is None


def test_one_year_is_looked_at_and_its_scores_alone(journey: Journey):
    chain, session = journey.chain, journey.session
    old = make_score(session, make_class(session, base=chain.base, training_year=2015), chain.learners[0])
    shown = overview(journey, 2015)
    assert (shown.chosen.year, shown.is_narrowed) == (2015, True)
    assert [score.id for score in shown.scores] == [old.id]
    assert len(overview(journey).scores) == 2


def test_a_year_without_scores_narrows_nothing(journey: Journey):
    shown = overview(journey, 1999)
    assert (shown.chosen.year, shown.is_narrowed, len(shown.scores)) == (2026, False, 1)


def test_the_rule_in_force_comes_with_its_deadlines(journey: Journey):
    days = {"public_deadline": date(2026, 10, 31), "professional_deadline": date(2026, 12, 31)}
    facts = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
    region = journey.chain.province_hr.region_code
    journey.session.add(YearRule(region_code=region, year=2026, declare_until=date(2027, 1, 15), **facts, **days))
    journey.session.flush()
    rule = overview(journey).chosen.minimum
    assert rule is not None
    assert (rule.public_deadline, rule.professional_deadline) == (date(2026, 10, 31), date(2026, 12, 31))
    assert rule.declare_until == date(2027, 1, 15)
