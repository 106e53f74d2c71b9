"""An organisation was merged or closed: one action gives all that waits there to another of its kind."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.reassigning import (
    NoSuchReceiver,
    NothingToReassign,
    OfOtherKind,
    ReassignReasonMissing,
    reassign_organization,
    waiting_by_process,
)
from models import AuditEvent, EventKind, InstanceEvent, WorkItem
from tests.factories import make_chain, make_employer, make_member


@pytest.fixture
def receiver(journey):
    """Three scores wait at an employer; there is another one under the same department."""
    journey.declare()
    return make_employer(journey.session, hr=journey.chain.hr)


def reassign(journey, to, *, by=None, reason="机构合并"):
    return reassign_organization(
        journey.session, journey.chain.employer.id, to, reason=reason, by=by or journey.chain.hr_member
    )


def test_all_that_waits_is_decided_by_the_other_one_from_now_on(journey, receiver):
    session = journey.session
    before = dict(session.execute(select(WorkItem.instance_id, WorkItem.opened_at)).all())
    (line,) = waiting_by_process(session, journey.chain.employer.id, by=journey.chain.hr_member)
    assert (line.process_name, line.count, line.several) == ("学时申报", 3, 0)
    done = reassign(journey, receiver.name)
    assert (done.moved, done.left) == (3, 0)
    open_ = session.execute(
        select(WorkItem.instance_id, WorkItem.opened_at, WorkItem.organization_id).where(
            WorkItem.closed_at.is_(None)
        )
    ).all()
    assert {row.organization_id for row in open_} == {receiver.id}
    assert {row.instance_id: row.opened_at for row in open_} == before
    former = journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert not any(result.ok for result in former)
    assert all(one.ok for one in journey.review("employer_review", "approve", by=make_member(session, receiver)))


def test_it_stands_in_the_chain_and_in_the_audit_log(journey, receiver):
    session = journey.session
    reassign(journey, receiver.credit_code)
    events = session.scalars(select(InstanceEvent).where(InstanceEvent.kind == EventKind.REASSIGNED)).all()
    assert [event.outcome for event in events] == [str(receiver.id)] * 3
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []
    audit = session.scalars(select(AuditEvent).where(AuditEvent.action == "organization:reassign")).one()
    assert (audit.detail["moved"], audit.detail["reason"]) == (3, "机构合并")


def test_what_is_wrong_is_said(journey, receiver):
    with pytest.raises(ReassignReasonMissing):
        reassign(journey, receiver.name, reason=" ")
    with pytest.raises(OfOtherKind):
        reassign(journey, journey.chain.hr.name)
    neighbour = make_chain(journey.session)
    for name in ("没有这个单位", neighbour.employer.name, journey.chain.employer.name):
        with pytest.raises(NoSuchReceiver):
            reassign(journey, name)
    receiver.is_enabled = False
    journey.session.flush()
    with pytest.raises(NoSuchReceiver):
        reassign(journey, receiver.name)
    with pytest.raises(NotFound):
        reassign(journey, receiver.name, by=neighbour.hr_member)
    with pytest.raises(NotPermitted):
        reassign(journey, receiver.name, by=journey.chain.employer_member)


def test_a_second_time_there_is_nothing_left(journey, receiver):
    reassign(journey, receiver.name)
    with pytest.raises(NothingToReassign):
        reassign(journey, receiver.name)
