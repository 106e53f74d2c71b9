"""What still lies before an instance: as others went, else as drawn; and how long it takes as a rule."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, update

from app.services.approvals import decide
from app.services.instances.ahead import At, ahead_of
from app.services.instances.read import read_instance
from app.services.instances.submitted import list_submitted
from app.services.statistics.steps import refresh_steps
from models import Instance, WorkItem
from tests.journey import PROCESS, Journey, begin
from tests.statements import statements


def at(instance: Instance, node_id: str) -> At:
    return At(instance.version_id, instance.path_node_id, PROCESS, node_id)


def finish(journey: Journey, *, days: int) -> None:
    """All are approved by both; each step took so many days."""
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    late = {"opened_at": func.now() - timedelta(days=days), "closed_at": func.now()}
    journey.session.execute(update(WorkItem).values(late))
    refresh_steps(journey.session)


def test_without_history_the_diagram_says_what_comes(journey: Journey):
    journey.declare()
    place = at(journey.instances()[0], "employer_review")
    ahead = ahead_of(journey.session, [place])[place]
    assert [(step.name, step.days) for step in ahead.steps] == [("人社部门审核", None)]
    assert (ahead.is_likely, ahead.here, ahead.days) == (False, None, None)


def test_with_history_it_is_the_way_that_most_went_on_and_the_days_that_it_took_them(journey: Journey):
    finish(journey, days=4)
    other = begin(journey.session)
    other.declare()
    instance = other.instances()[-1]
    place = at(instance, "employer_review")
    ahead = ahead_of(journey.session, [place])[place]
    assert [(step.name, step.days) for step in ahead.steps] == [("人社部门审核", Decimal("4.00"))]
    assert (ahead.is_likely, ahead.here, ahead.days) == (True, Decimal("4.00"), Decimal("4.00"))


def test_where_most_were_rejected_at_once_nothing_more_is_to_come(journey: Journey):
    journey.declare()
    items = journey.open_items("employer_review")
    decide(journey.session, items[:2], by=journey.chain.employer_member, outcome="reject", comment="不符")
    refresh_steps(journey.session)
    place = at(journey.instances()[2], "employer_review")
    assert ahead_of(journey.session, [place])[place].steps == []


def test_what_was_long_ago_or_withdrawn_tells_nothing(journey: Journey):
    finish(journey, days=4)
    long_ago = func.now() - timedelta(days=400)
    journey.session.execute(update(WorkItem).values(opened_at=long_ago, closed_at=long_ago))
    journey.session.execute(update(Instance).values(ended_at=long_ago))
    refresh_steps(journey.session)
    other = begin(journey.session)
    other.declare()
    place = at(other.instances()[-1], "employer_review")
    ahead = ahead_of(journey.session, [place])[place]
    assert (ahead.is_likely, ahead.here) == (False, None)


def test_the_page_and_the_list_of_the_submitter_say_it(journey: Journey):
    journey.declare()
    who = journey.chain.base_member
    page = read_instance(journey.session, journey.instances()[0].id, by=who)
    assert page.ahead is not None
    assert [step.name for step in page.ahead.steps] == ["人社部门审核"]
    row = list_submitted(journey.session, by=who).rows[0]
    assert row.ahead == page.ahead
    assert row.opened_at is not None


def test_a_list_asks_no_more_often_for_many_rows(journey: Journey):
    journey.declare()
    who = journey.chain.base_member
    items = journey.open_items("employer_review")
    list_submitted(journey.session, by=who)  # compiles the diagram
    with statements() as before:
        list_submitted(journey.session, by=who)
    decide(journey.session, items[:1], by=journey.chain.employer_member, outcome="approve", comment="")
    decide(journey.session, items[1:2], by=journey.chain.employer_member, outcome="return", comment="请核对")
    with statements() as after:
        list_submitted(journey.session, by=who)
    assert len(before) == len(after)
