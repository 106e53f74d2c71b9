"""Parallel branches that one reviewer decides at once."""

from sqlalchemy.orm import Session

from app.services.approvals import decide
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.path import path_to
from tests.journey import PROCESS, begin
from tests.redrawing import release
from tests.workflows.engine.drawing import Drawing, bundle


def test_two_branches_of_one_item_are_decided_by_one_click(session: Session):
    """The second decision is taken from where the first led to; before, one of them was lost."""
    drawing = (
        Drawing(PROCESS).start("begun").end("approved").gateway("parallel", "fork").gateway("parallel", "join")
    )
    drawing.user("one", permission="score_review").user("two", permission="score_review")
    drawing.user("last", permission="score_review").chain("begun", "fork", "one", "join", "last", "approved")
    release(session, bundle(drawing.chain("fork", "two", "join")))
    journey = begin(session, learners=2)
    journey.declare()
    items = [*journey.open_items("two"), *journey.open_items("one")]
    results = decide(session, items, by=journey.chain.hr_member, outcome="approve")
    assert [result.ok for result in results] == [True] * 4
    assert len(journey.open_items("last")) == 2
    assert {len(path_to(session, instance.path_node_id)) for instance in journey.instances()} == {3}
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []
