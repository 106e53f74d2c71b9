"""What a learner says of himself counts at once, and is written down."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.errors import NotPermitted
from app.services.learners.profile import Details, GradeWithoutSeries, read_learner_profile, save_details
from models import AuditEvent
from tests.factories import learner_actor, make_base, make_learner, make_member

DETAILS = Details("内科", "卫生技术", "中级", "大学本科", "郑州大学", "临床医学")


def test_details_are_kept_and_audited(session):
    actor = learner_actor(session, make_learner(session))
    save_details(session, DETAILS, by=actor)
    profile = read_learner_profile(session, by=actor)
    assert profile.details == DETAILS
    assert profile.gender in ("男", "女")
    assert "*" in profile.masked_id
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "learner:edit")).one()
    assert "school" in event.detail["changed"]


def test_no_series_has_no_grade(session):
    actor = learner_actor(session, make_learner(session))
    with pytest.raises(GradeWithoutSeries):
        save_details(session, replace(DETAILS, title_series="无"), by=actor)


def test_members_have_no_such_profile(session):
    with pytest.raises(NotPermitted):
        save_details(session, DETAILS, by=make_member(session, make_base(session)))
