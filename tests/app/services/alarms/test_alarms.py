"""What nobody can go on with: listed for system administrators, who give it to an organisation."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted
from app.permissions import Actor
from app.services.alarms.assign import AssignedToSubmitter, NobodyThere, OrganizationUnknown, assign
from app.services.alarms.list import count_alarms, find_alarm, list_alarms
from app.services.alarms.raising import raise_alarms
from app.services.approvals import withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.inbox.counts import count_waiting
from app.services.notifications.list import list_told
from models import Alarm, AlarmKind, AuditEvent, EventKind, InstanceEvent, Membership
from tests.drawing import make_offices
from tests.factories import make_employer, make_member
from tests.journey import PROCESS, Journey, begin
from tests.redrawn import redraw
from tests.statements import statements


def enable(session: Session, organization_id: int, *, on: bool) -> None:
    of_it = Membership.organization_id == organization_id
    session.execute(update(Membership).where(of_it).values(is_enabled=on))


@pytest.fixture
def journey(session: Session) -> Journey:
    """Three scores that are held: neither their employer nor the department above has anybody."""
    journey = begin(session)
    redraw(session, PROCESS, "employer_review", if_nobody="superior", due="P5D")
    for organization in (journey.chain.employer, journey.chain.hr):
        enable(session, organization.id, on=False)
    journey.declare()
    return journey


@pytest.fixture
def system(journey: Journey) -> Actor:
    return make_offices(journey.session).system


def test_each_is_listed_with_its_reason(journey: Journey, system: Actor):
    rows = list_alarms(journey.session, by=system).rows
    wanted = [(AlarmKind.NOBODY, "用人单位审核", None)] * 3
    assert [(row.kind, row.task_name, row.holder) for row in rows] == wanted
    assert (rows[0].submitter, rows[0].suggested) == (journey.chain.base.name, journey.chain.hr.name)
    assert count_alarms(journey.session, system) == 3


def test_pages_follow_each_other(journey: Journey, system: Actor):
    first = list_alarms(journey.session, by=system, limit=2)
    rest = list_alarms(journey.session, by=system, after=int(first.next_after), limit=2)
    assert (len(first.rows), len(rest.rows), rest.next_after) == (2, 1, None)


def test_one_is_given_to_an_organisation_that_can_decide_it(journey: Journey, system: Actor):
    session = journey.session
    other = make_employer(session, hr=journey.chain.hr)
    member = make_member(session, other)
    row = list_alarms(session, by=system).rows[0]
    assert assign(session, row.id, f" {other.name} ", by=system) == other.name
    assert (count_waiting(session, member), count_alarms(session, system)) == (1, 2)
    assert list_told(session, by=member).rows[0].kind.value == "opened"
    event = session.scalars(select(InstanceEvent).where(InstanceEvent.kind == EventKind.ASSIGNED)).one()
    assert (event.instance_id, event.user_id) == (row.instance_id, system.user_id)
    audited = session.scalars(select(AuditEvent).where(AuditEvent.action == "alarm:manage")).one()
    assert audited.detail["organization"] == other.id
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []
    with pytest.raises(NotFound):
        find_alarm(session, row.id, by=system)
    with pytest.raises(NotFound):
        assign(session, row.id, other.name, by=system)


def test_what_cannot_be_is_refused_beside_the_field(journey: Journey, system: Actor):
    session, row = journey.session, list_alarms(journey.session, by=system).rows[0]
    for name, refusal in (
        ("没有这个单位", OrganizationUnknown),
        (journey.chain.employer.name, NobodyThere),
        (journey.chain.base.credit_code, AssignedToSubmitter),
    ):
        with pytest.raises(refusal):
            assign(session, row.id, name, by=system)
    assert count_alarms(session, system) == 3


def test_only_system_administrators_see_to_it(journey: Journey):
    session, offices = journey.session, make_offices(journey.session)
    for by in (journey.chain.base_member, offices.security):
        with pytest.raises(NotPermitted):
            list_alarms(session, by=by)
        with pytest.raises(NotPermitted):
            assign(session, 1, "某单位", by=by)


def test_what_ended_meanwhile_is_no_longer_listed(journey: Journey, system: Actor):
    session = journey.session
    ids = [instance.id for instance in journey.instances()]
    withdraw(session, ids[:1], by=journey.chain.base_member, reason="有误")
    assert len(list_alarms(session, by=system).rows) == 2
    raise_alarms(session)
    assert len(session.scalars(select(Alarm.id).where(Alarm.settled_at.is_(None))).all()) == 2


def test_a_sweep_finds_work_whose_people_have_gone_and_settles_it_when_they_come(session: Session):
    journey = begin(session)
    journey.declare()
    system = make_offices(session).system
    assert raise_alarms(session) == 0
    enable(session, journey.chain.employer.id, on=False)
    with statements() as sent:
        assert raise_alarms(session) == 3
    assert len(sent) == 2
    assert raise_alarms(session) == 0
    assert {row.kind for row in list_alarms(session, by=system).rows} == {AlarmKind.NO_MEMBERS}
    enable(session, journey.chain.employer.id, on=True)
    raise_alarms(session)
    assert count_alarms(session, system) == 0
