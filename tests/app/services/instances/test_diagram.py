"""The picture of an instance: the path it took, and where it is."""

from typing import Any

from app.services.approvals import withdraw
from app.services.instances.diagram import picture_of
from app.services.instances.find import find_instance
from app.services.instances.timeline import timeline_of
from tests.journey import Journey


def picture(journey: Journey) -> dict[str, Any]:
    facts = find_instance(journey.session, journey.instances()[0].id, by=journey.chain.base_member)
    return picture_of(journey.session, facts, timeline_of(journey.session, facts.id))


def test_at_the_start_the_first_review_is_lit(journey: Journey):
    journey.declare()
    drawn = picture(journey)
    assert (drawn["taken_nodes"], drawn["open_nodes"]) == (["declared"], ["employer_review"])
    assert drawn["taken_flows"] == ["declare"]
    assert drawn["badges"] == {}
    assert 'id="score_declaration"' in drawn["xml"]


def test_a_return_lights_the_way_back_and_says_what_was_decided(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    drawn = picture(journey)
    assert drawn["open_nodes"] == ["revise"]
    assert {"employer_decides", "employer_returns"} <= set(drawn["taken_flows"])
    assert "employer_approves" not in drawn["taken_flows"]
    assert drawn["badges"]["employer_review"].startswith("退回 ")


def test_an_approved_one_is_lit_to_its_end_and_open_nowhere(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    drawn = picture(journey)
    assert drawn["open_nodes"] == []
    assert {"approved", "hr_review"} <= set(drawn["taken_nodes"])
    assert set(drawn["badges"]) == {"employer_review", "hr_review"}


def test_a_withdrawn_one_is_open_nowhere(journey: Journey):
    journey.declare()
    withdraw(journey.session, [journey.instances()[0].id], by=journey.chain.base_member, reason="录错")
    drawn = picture(journey)
    assert drawn["open_nodes"] == []
    assert drawn["taken_nodes"] == ["declared"]
