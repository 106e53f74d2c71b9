"""Until when a step is to be decided: set when its work opens, by China's working days."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.services.approvals import decide
from app.services.approvals.holding import claim, transfer
from app.services.approvals.resubmit import resubmit
from app.services.approvals.stepping_back import send_back, take_back
from app.services.calendar.working_days import due_at
from models import UserTask, WorkItem
from tests.factories import make_member
from tests.journey import PROCESS, Journey, begin
from tests.redrawn import redraw
from tests.statements import statements

LONG_AGO = func.now() - func.make_interval(0, 0, 0, 40)


@pytest.fixture
def journey(session: Session) -> Journey:
    """The employer has five working days, the HR department 36 hours, the base no limit."""
    started = begin(session)
    redraw(session, PROCESS, "employer_review", due="P5D")
    started.declare()
    return started


def dues(journey: Journey, node_id: str) -> list[datetime | None]:
    found = journey.open_items(node_id)
    journey.session.expire_all()
    return [journey.session.get_one(WorkItem, id).due_at for id in found]


def age(journey: Journey, node_id: str) -> None:
    """What is open there opened long ago, and was due soon after."""
    journey.session.execute(
        update(WorkItem)
        .where(WorkItem.id.in_(journey.open_items(node_id)))
        .values(opened_at=LONG_AGO, due_at=LONG_AGO)
    )


def test_work_opens_with_its_limit_in_one_statement_for_all(journey: Journey):
    assert len(set(dues(journey, "employer_review"))) == 1
    assert dues(journey, "employer_review") == [due_at(None, "P5D")] * 3


def test_a_step_without_a_limit_has_none(journey: Journey):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert dues(journey, "hr_review") == [None] * 3


def test_hours_pass_from_when_it_opened(session: Session):
    journey = begin(session, learners=1)
    redraw(session, PROCESS, "employer_review", due="PT36H")
    journey.declare()
    row = session.get_one(WorkItem, journey.open_items("employer_review")[0])
    assert abs((row.due_at - row.opened_at).total_seconds() - 36 * 3600) < 60


def test_what_comes_back_after_a_correction_has_its_time_anew(journey: Journey):
    age(journey, "employer_review")
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    resubmit(journey.session, journey.open_items("revise"), by=journey.chain.base_member)
    assert dues(journey, "employer_review") == [due_at(None, "P5D")] * 3


def test_what_is_sent_back_or_taken_back_has_its_time_anew(journey: Journey):
    session, member = journey.session, journey.chain.employer_member
    age(journey, "employer_review")
    journey.review("employer_review", "approve", by=member)
    step = session.scalars(select(UserTask.id).where(UserTask.node_id == "employer_review")).first()
    items = journey.open_items("hr_review")
    send_back(session, items[:1], by=journey.chain.hr_member, to_user_task_id=step, comment="请补核")
    take_back(session, [journey.instances()[1].id], by=member)
    assert dues(journey, "employer_review") == [due_at(None, "P5D")] * 2


def test_who_gets_it_from_a_colleague_has_no_more_time(journey: Journey):
    session, member = journey.session, journey.chain.employer_member
    colleague = make_member(session, journey.chain.employer, name="单位同事")
    age(journey, "employer_review")
    before = dues(journey, "employer_review")
    items = journey.open_items("employer_review")
    claim(session, items, by=member)
    transfer(session, items, by=member, to_user_id=colleague.user_id)
    assert dues(journey, "employer_review") == before


def test_a_limit_costs_no_statement(session: Session):
    counts = []
    for properties in ({}, {"due": "P5D"}):
        journey = begin(session, learners=2)
        redraw(session, PROCESS, "hr_review", **properties)
        journey.declare()
        own = journey.open_items("employer_review")[-2:]
        decide(session, own[:1], by=journey.chain.employer_member, outcome="approve")  # the engine's step, once
        with statements() as sent:
            decide(session, own[1:], by=journey.chain.employer_member, outcome="approve")
        counts.append(len(sent))
    assert counts[0] == counts[1]
