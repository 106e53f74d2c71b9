"""我的学时, as a learner meets it."""

import pytest
from sqlalchemy.orm import Session

from models import YearRule
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor
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
