import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.services import audit
from models import AuditEvent
from tests.factories import learner_actor, make_base, make_learner, make_member


def test_a_record_says_who_did_what_for_whom_and_from_where(session):
    base = make_base(session)
    member = make_member(session, base)
    token = audit.request_address.set("203.0.113.9")
    audit.record(session, by=member, action="score:declare", count=3)
    audit.request_address.reset(token)
    row = session.scalars(select(AuditEvent)).one()
    assert (row.user_id, row.organization_id, row.action) == (member.user_id, base.id, "score:declare")
    assert (row.succeeded, row.address, row.detail) == (True, "203.0.113.9", {"count": 3})


def test_a_learner_acts_for_no_organisation(session):
    learner = learner_actor(session, make_learner(session))
    audit.record(session, by=learner, action="hours:export")
    assert session.scalars(select(AuditEvent.organization_id)).one() is None


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET succeeded = true", "DELETE FROM audit_event"])
def test_the_program_cannot_change_what_was_recorded(session, statement):
    audit.record(session, by=None, action="session:sign_in", succeeded=False)
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))
