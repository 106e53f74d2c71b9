"""The history of an instance cannot be rewritten unnoticed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.database import Database
from app.services.approvals.chain import broken_chains
from models import Comment
from tests.journey import Journey, begin

EVERY = {"first": 0, "last": 10**15}


def test_an_honest_history_holds(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩有误")
    assert broken_chains(journey.session, **EVERY) == []


def test_erasing_a_comment_does_not_break_the_chain(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩有误")
    journey.session.query(Comment).update({"body": None})
    assert broken_chains(journey.session, **EVERY) == []


@pytest.mark.parametrize("change", ["UPDATE instance_event SET outcome = 'reject'", "DELETE FROM instance_event"])
def test_the_program_itself_may_not_change_events(journey: Journey, change: str):
    journey.declare()
    with pytest.raises(ProgrammingError, match="permission denied"):
        journey.session.execute(text(change))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE instance_event SET outcome = 'reject' WHERE seq = 2",
        "UPDATE instance_event SET user_id = NULL WHERE seq = 2",
        "UPDATE instance_event SET at = at - interval '1 day' WHERE seq = 1",
        "DELETE FROM instance_event WHERE seq = 2",
        "UPDATE instance SET chain_head = sha256('x')",
    ],
)
def test_what_the_owner_forges_is_found(committed_database: Database, owner_database: Database, forgery: str):
    with committed_database.unit_of_work() as session:
        journey = begin(session, learners=2)
        journey.declare()
        journey.review("employer_review", "approve", by=journey.chain.employer_member)
    with owner_database.unit_of_work() as session:
        session.execute(text(forgery))
        assert len(broken_chains(session, **EVERY)) == 2
