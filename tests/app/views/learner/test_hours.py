"""我的学时, as a learner meets it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models import ScoreState, YearRule
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor, make_class, make_score
from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    """A declared score of 24 hours; the year asks for 90, 24 of them public and 60 professional."""
    journey = begin(session)
    region = journey.chain.province_hr.region_code
    kinds = {"total_hours": 90, "public_hours": 24, "professional_hours": 60}
    session.add(YearRule(region_code=region, year=2026, hours_per_day=8, pass_mark=60, **kinds))
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def learner(client, journey: Journey):
    return sign_in(client, learner_actor(journey.session, journey.chain.learners[0]))


def test_a_score_under_review_says_who_has_it_and_counts_nothing_yet(learner, journey: Journey):
    said = page_text(learner.get("/hours"))
    assert "0.0 / 90.0" in said
    assert "待单位审核" in said
    assert journey.chain.employer.name in said
    assert journey.chain.employer.contact_phone in said


def test_what_is_still_missing_is_said_by_kind(learner, journey: Journey):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    journey.session.commit()
    said = page_text(learner.get("/hours"))
    assert "24.0 / 90.0" in said
    assert "还差 66.0 学时" in said
    assert "其中至少公需 24.0、专业 36.0" in said
    assert "合格" in said


def test_each_score_leads_to_its_course(learner, journey: Journey):
    url = f"/instances/{journey.instances()[0].id}"
    assert f'href="{url}"' in learner.get("/hours").text
    assert learner.get(url).status_code == 200


def test_a_member_has_no_such_page(client, journey: Journey):
    assert sign_in(client, journey.chain.hr_member).get("/hours").status_code == 403


def test_each_year_with_scores_can_be_chosen(learner, journey: Journey):
    chain = journey.chain
    old = make_class(journey.session, base=chain.base, name="旧年培训班", training_year=2012)
    make_score(journey.session, old, chain.learners[0])
    journey.session.commit()
    assert 'href="/hours?year=2012"' in learner.get("/hours").text
    said = page_text(learner.get("/hours?year=2012"))
    assert "2012 年度学时标准与完成情况" in said
    assert "旧年培训班" in said
    assert chain.training_class.name not in said


@pytest.mark.parametrize("year", ["0", "-1", "x", "9" * 30, "1999"])
def test_a_year_that_is_none_of_his_is_no_fault(learner, year: str):
    assert learner.get(f"/hours?year={year}").status_code == 200


def test_a_revoked_score_is_marked_and_counts_nothing(learner, journey: Journey):
    score = journey.scores[0]
    score.state = ScoreState.REVOKED
    journey.session.commit()
    said = page_text(learner.get("/hours"))
    assert "审验不通过" in said
    assert "已撤销，不计入" in said
    assert "0.0 / 90.0" in said


def test_the_minimums_of_each_kind_and_the_deadlines_are_told(learner, journey: Journey):
    rule = journey.session.query(YearRule).one()
    rule.public_deadline, rule.declare_until = date(2026, 10, 31), date(2100, 1, 1)
    journey.session.commit()
    said = page_text(learner.get("/hours?year=2026"))
    assert "公需科目 0.0 / 24.0 学时，还差 24.0" in said
    assert "专业科目 0.0 / 60.0 学时，还差 60.0" in said
    assert "完成期限 2026-10-31（已过）" in said or "完成期限 2026-10-31（还有" in said
    assert "2100-01-01（还有" in said
