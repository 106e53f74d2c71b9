"""A step whose party comes to nobody: held with an alarm, decided above, or skipped with a record."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.services.approvals import start
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.diagrams.publish import publish
from app.services.inbox.counts import count_waiting
from app.services.instances.read import read_instance
from models import Alarm, AlarmKind, CameBy, EventKind, InstanceEvent, Membership, WorkItem
from tests.factories import make_member
from tests.journey import PROCESS, Journey, begin
from tests.redrawn import redraw
from tests.reporting import report_something
from workflows.engine import Bundle
from workflows.library import load_bundle


def no_members(session: Session, organization_id: int) -> None:
    of_it = Membership.organization_id == organization_id
    session.execute(update(Membership).where(of_it).values(is_enabled=False))


def begun(session: Session, rule: str, **properties: str) -> Journey:
    """Three scores of an employer that has no administrators."""
    journey = begin(session)
    redraw(session, PROCESS, "employer_review", if_nobody=rule, due="P5D", **properties)
    no_members(session, journey.chain.employer.id)
    return journey


def assert_chained(session: Session) -> None:
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_it_goes_to_the_superior_and_says_why(session: Session):
    journey = begun(session, "superior")
    assert all(result.ok for result in journey.declare())
    assert count_waiting(session, journey.chain.hr_member) == 3
    page = read_instance(session, journey.instances()[0].id, by=journey.chain.hr_member)
    assert (page.places[0].came_by, page.reasons[0].moved[:8]) == (CameBy.SUPERIOR, "该办理方没有单位")
    assert page.places[0].deadline is not None
    journey.review("employer_review", "approve", by=journey.chain.hr_member)
    assert len(journey.open_items("hr_review")) == 3


def test_without_a_superior_that_can_it_is_held(session: Session):
    journey = begun(session, "superior")
    no_members(session, journey.chain.hr.id)
    journey.declare()
    held = session.scalars(select(WorkItem)).all()
    assert [(row.organization_id, row.came_by) for row in held] == [(None, CameBy.HELD)] * 3
    assert session.scalars(select(Alarm.kind)).all() == [AlarmKind.NOBODY] * 3


def test_it_is_skipped_with_a_record_in_the_chain(session: Session):
    journey = begun(session, "skip")
    journey.declare()
    assert (len(journey.open_items("employer_review")), len(journey.open_items("hr_review"))) == (0, 3)
    events = session.execute(select(InstanceEvent.kind, InstanceEvent.outcome).where(InstanceEvent.seq == 2)).all()
    assert events == [(EventKind.SKIPPED, "approve")] * 3
    page = read_instance(session, journey.instances()[0].id, by=journey.chain.hr_member)
    assert (page.acts[-1].who, page.acts[-1].action) == (
        "系统",
        "用人单位审核：没有可办理的单位，按流程图的规定跳过",
    )
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    assert journey.states() == ["qualified"] * 3
    assert_chained(session)
    assert session.scalars(select(Alarm.id)).all() == []


def test_the_last_step_may_be_skipped_too_and_its_end_counts(session: Session):
    journey = begin(session)
    redraw(session, PROCESS, "hr_review", if_nobody="skip")
    no_members(session, journey.chain.hr.id)
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert journey.states() == ["qualified"] * 3
    assert_chained(session)


def test_only_those_that_nobody_can_decide_are_skipped(session: Session):
    journey = begin(session, learners=2)
    redraw(session, PROCESS, "employer_review", if_nobody="skip")
    other = begin(session, learners=1)
    no_members(session, other.chain.employer.id)
    learner = other.chain.learners[0]
    score = journey.scores[0]
    score.learner_id = learner.id
    session.flush()
    start(session, PROCESS, journey.score_ids, by=journey.chain.base_member)
    assert (len(journey.open_items("employer_review")), len(journey.open_items("hr_review"))) == (1, 1)


def test_a_step_that_does_not_offer_approval_is_held(session: Session):
    """Who is to grade a report cannot be left out: no grade is the same as any."""
    reporting = report_something(session)
    redraw(session, "annual_report", "review", if_nobody="skip")
    no_members(session, reporting.hr_member.organization_id)
    reporting.declare()
    (row,) = session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).all()
    assert (row.organization_id, row.came_by) == (None, CameBy.HELD)


def test_holding_asks_for_no_people_and_opens_where_the_party_is(session: Session):
    journey = begun(session, "hold")
    journey.declare()
    assert {row.organization_id for row in session.scalars(select(WorkItem))} == {journey.chain.employer.id}


@pytest.mark.parametrize("rule", ["hold", "superior", "skip"])
def test_what_comes_to_no_organisation_never_stops_a_command(session: Session, rule: str):
    """A level of the tree that is not there: the whole of the declaration goes through all the same."""
    journey = begin(session)
    redraw(session, PROCESS, "hr_review", if_nobody=rule)
    journey.chain.hr.superior_id = None
    session.flush()
    redraw_city(session, rule)
    journey.declare()
    results = journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert all(result.ok for result in results)
    session.expire_all()
    rows = session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).all()
    wanted = {"hold": {CameBy.HELD}, "superior": {CameBy.SUPERIOR}, "skip": set()}[rule]
    assert {row.came_by for row in rows} == wanted
    assert_chained(session)


def redraw_city(session: Session, rule: str) -> None:
    """The HR department of the city reviews, which a county without a superior does not have."""
    shipped = load_bundle(PROCESS)
    file = f"{PROCESS}.bpmn"
    text = shipped.files[file].decode()
    lane = '<bpmn:lane id="hr" name="人社部门">'
    assert lane in text
    level = (
        "<bpmn:extensionElements><spiffworkflow:properties>"
        '<spiffworkflow:property name="level" value="city" />'
        "</spiffworkflow:properties></bpmn:extensionElements>"
    )
    text = text.replace(lane, lane + level)
    head, task, tail = text.partition('<bpmn:userTask id="hr_review"')
    tail = tail.replace(
        "</spiffworkflow:properties>",
        f'<spiffworkflow:property name="if_nobody" value="{rule}" /></spiffworkflow:properties>',
        1,
    )
    publish(session, Bundle(PROCESS, {**shipped.files, file: (head + task + tail).encode()}), name=PROCESS)


def test_a_member_with_the_module_is_enough(session: Session):
    journey = begun(session, "skip")
    make_member(session, journey.chain.employer, name="新管理员")
    journey.declare()
    assert len(journey.open_items("employer_review")) == 3
