"""What is over its limit goes to the superior organisation; what cannot go there raises an alarm."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.services.approvals import decide, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.escalating import escalate_overdue
from app.services.approvals.holding import claim
from app.services.approvals.signers import add_signers
from app.services.inbox.counts import count_waiting
from app.services.instances.read import read_instance
from app.services.notifications.list import list_told
from models import Alarm, AlarmKind, EventKind, InstanceEvent, SignOffKind, WorkItem
from tests.factories import make_member
from tests.journey import PROCESS, Journey, begin
from tests.redrawn import redraw
from tests.statements import statements

AGO = func.now() - timedelta(minutes=1)


def begun(session: Session, *, node: str = "employer_review") -> Journey:
    journey = begin(session)
    redraw(session, PROCESS, node, due="P5D", escalate="true")
    journey.declare()
    if node == "hr_review":
        journey.review("employer_review", "approve", by=journey.chain.employer_member)
    session.execute(update(WorkItem).where(WorkItem.escalate_at.is_not(None)).values(due_at=AGO, escalate_at=AGO))
    return journey


@pytest.fixture
def journey(session: Session) -> Journey:
    """Three scores whose employer is over its limit; its superior is the county's HR department."""
    return begun(session)


def heard(session: Session, by) -> list[tuple[str, int]]:
    return [(one.kind.value, one.rows) for one in list_told(session, by=by).rows]


def test_it_waits_above_for_anybody_and_no_longer_below(journey: Journey):
    session, chain = journey.session, journey.chain
    claim(session, journey.open_items("employer_review")[:1], by=chain.employer_member)
    assert escalate_overdue(session) == 3
    assert (count_waiting(session, chain.employer_member), count_waiting(session, chain.hr_member)) == (0, 3)
    session.expire_all()
    above = [session.get_one(WorkItem, id) for id in journey.open_items("employer_review")]
    assert [(row.assignee_id, row.due_at is not None, row.escalate_at) for row in above] == [(None, True, None)] * 3


def test_the_superior_decides_it_and_it_goes_on_as_drawn(journey: Journey):
    session, chain = journey.session, journey.chain
    items = journey.open_items("employer_review")
    escalate_overdue(session)
    late = decide(session, items, by=chain.employer_member, outcome="approve")
    assert [type(one.refusal).__name__ for one in late] == ["NoLongerOpen"] * 3
    assert all(one.ok for one in journey.review("employer_review", "approve", by=chain.hr_member))
    assert len(journey.open_items("hr_review")) == 3


def test_both_are_told_and_both_may_still_look_at_it(journey: Journey):
    session, chain = journey.session, journey.chain
    escalate_overdue(session)
    assert heard(session, chain.employer_member)[0] == ("taken_up", 3)
    assert heard(session, chain.hr_member)[0] == ("escalated", 3)
    page = read_instance(session, journey.instances()[0].id, by=chain.employer_member)
    last = page.acts[-1]
    assert (last.kind, last.who) == (EventKind.ESCALATED, "系统")
    assert last.action == "用人单位审核：超期未办，转上级单位办理"
    assert page.places[0].organization_name == chain.hr.name
    above = read_instance(session, journey.instances()[0].id, by=chain.hr_member)
    assert above.reasons[0].moved == "超过办理期限未办，由下级单位转来"


def test_it_stands_in_the_chain(journey: Journey):
    session = journey.session
    escalate_overdue(session)
    kinds = session.scalars(select(InstanceEvent.kind).where(InstanceEvent.seq == 2)).all()
    assert kinds == [EventKind.ESCALATED] * 3
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_it_goes_up_once(journey: Journey):
    assert (escalate_overdue(journey.session), escalate_overdue(journey.session)) == (3, 0)


def test_the_top_of_the_tree_keeps_it_with_an_alarm(session: Session):
    journey = begun(session, node="hr_review")
    journey.chain.hr.superior_id = None
    session.flush()
    assert (escalate_overdue(session), escalate_overdue(session)) == (3, 0)
    assert count_waiting(session, journey.chain.hr_member) == 3
    assert session.scalars(select(Alarm.kind)).all() == [AlarmKind.NO_SUPERIOR] * 3


def test_a_superior_that_is_not_in_use_takes_nothing(journey: Journey):
    journey.chain.hr.is_enabled = False
    journey.session.flush()
    escalate_overdue(journey.session)
    assert count_waiting(journey.session, journey.chain.employer_member) == 3


def test_what_several_sign_stays_with_them(journey: Journey):
    session, chain = journey.session, journey.chain
    colleague = make_member(session, chain.employer, name="单位同事")
    item = journey.open_items("employer_review")[0]
    signers = [colleague.user_id]
    add_signers(session, item, user_ids=signers, kind=SignOffKind.ALONGSIDE, by=chain.employer_member)
    escalate_overdue(session)
    assert session.get_one(WorkItem, item).closed_at is None
    assert count_waiting(session, chain.hr_member) == 2


def test_the_submitter_may_still_take_it_back(journey: Journey):
    escalate_overdue(journey.session)
    ids = [instance.id for instance in journey.instances()]
    assert all(one.ok for one in withdraw(journey.session, ids, by=journey.chain.base_member, reason="有误"))
    assert journey.states() == ["entered"] * 3


def test_what_was_decided_in_time_stays(journey: Journey):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert escalate_overdue(journey.session) == 0


def test_a_sweep_has_as_many_statements_however_much_is_over(session: Session):
    counts = []
    for learners in (1, 6):
        journey = begin(session, learners=learners)
        redraw(session, PROCESS, "employer_review", due="P5D", escalate="true")
        journey.declare()
        session.execute(update(WorkItem).where(WorkItem.escalate_at.is_not(None)).values(escalate_at=AGO))
        with statements() as sent:
            escalate_overdue(session)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_two_workers_escalate_nothing_twice(committed_database: Database):
    with committed_database.unit_of_work() as session:
        begun(session)
    with committed_database.sessions() as first, committed_database.sessions() as second:
        assert (escalate_overdue(first, limit=2), escalate_overdue(second)) == (2, 1)
        second.commit()
        first.commit()
        assert escalate_overdue(first) == 0
        assert first.scalar(select(func.count()).where(InstanceEvent.kind == EventKind.ESCALATED)) == 3
