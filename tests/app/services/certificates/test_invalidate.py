"""A certificate whose hours were taken away no longer stands."""

from app.services.certificates import invalidate_certificates
from models import Certificate, ScoreState
from tests.certifying import reach_standard


def test_a_certificate_is_revoked_when_the_standard_is_no_longer_reached(session):
    year = reach_standard(session)
    certificate_id = year.issue().id
    assert invalidate_certificates(session, [year.learner.id]) == 0
    year.scores[0].state = ScoreState.REJECTED
    session.flush()
    assert invalidate_certificates(session, [year.learner.id]) == 1
    session.expire_all()
    assert session.get_one(Certificate, certificate_id).revoked_at is not None
    assert invalidate_certificates(session, [year.learner.id]) == 0, "once is enough"


def test_what_is_revoked_may_be_issued_again_once_the_hours_are_back(session):
    year = reach_standard(session)
    first = year.issue().id
    year.scores[0].state = ScoreState.REJECTED
    session.flush()
    invalidate_certificates(session, [year.learner.id])
    year.scores[0].state = ScoreState.QUALIFIED
    session.flush()
    assert year.issue().id != first
