"""Real connections at once: exactly one decision counts, and everybody is told what happened, row by row."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.database import Database
from app.permissions import Actor
from app.services.approvals import Result, decide, withdraw
from models import InstanceEvent, Membership, Role, WorkItem
from tests.factories import make_member
from tests.journey import begin

ROWS = 30


class Party:
    """A committed province with declared scores, and colleagues who decide at the same moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.unit_of_work() as session:
            journey = begin(session, learners=ROWS)
            journey.declare()
            self.chain = journey.chain
            self.items = journey.open_items("employer_review")
            self.instances = [instance.id for instance in journey.instances()]
            self.colleague = make_member(session, journey.chain.employer, name="单位同事")

    def at_once(self, *acts: Callable[..., list[Result]]) -> list[list[Result]]:
        """Run each act in its own transaction; all begin together."""
        gate = threading.Barrier(len(acts))

        def run(act: Callable[..., list[Result]]) -> list[Result]:
            with self.database.unit_of_work() as session:
                session.execute(select(1))
                gate.wait()
                return act(session)

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, acts))

    def decision(self, by: Actor, outcome: str, items: Sequence[int]) -> Callable[..., list[Result]]:
        return lambda session: decide(session, items, by=by, outcome=outcome, comment="意见")

    def decided_events(self) -> int:
        with self.database.unit_of_work() as session:
            query = select(func.count()).select_from(InstanceEvent).where(InstanceEvent.work_item_id.is_not(None))
            return session.execute(query).scalar_one()


@pytest.fixture
def party(committed_database: Database) -> Party:
    return Party(committed_database)


def refused(results: Sequence[Result]) -> set[str]:
    return {type(result.refusal).__name__ for result in results if result.refusal}


def test_two_reviewers_decide_one_row_and_the_first_counts(party: Party):
    (first, second) = party.at_once(
        party.decision(party.chain.employer_member, "approve", party.items[:1]),
        party.decision(party.colleague, "return", party.items[:1]),
    )
    assert sorted([first[0].ok, second[0].ok]) == [False, True]
    assert refused(first) | refused(second) == {"AlreadyDecided"}
    assert party.decided_events() == 1


def test_two_bulk_decisions_overlap_and_each_row_is_decided_once(party: Party):
    (first, second) = party.at_once(
        party.decision(party.chain.employer_member, "approve", party.items[:20]),
        party.decision(party.colleague, "return", list(reversed(party.items[10:]))),
    )
    assert sum(result.ok for result in [*first, *second]) == ROWS
    assert refused(first) | refused(second) == {"AlreadyDecided"}
    assert party.decided_events() == ROWS


def test_a_double_click_decides_once_and_both_clicks_succeed(party: Party):
    click = party.decision(party.chain.employer_member, "approve", party.items)
    (first, second) = party.at_once(click, click)
    assert all(result.ok for result in [*first, *second])
    assert party.decided_events() == ROWS


def test_withdrawing_and_deciding_at_once_leaves_one_of_the_two(party: Party):
    (taken_back, decided) = party.at_once(
        lambda session: withdraw(session, party.instances, by=party.chain.base_member, reason="录错"),
        party.decision(party.chain.employer_member, "approve", party.items),
    )
    assert {all(r.ok for r in taken_back), all(r.ok for r in decided)} == {True, False}
    assert refused(taken_back) | refused(decided) <= {"DecidedByOthers", "NoLongerOpen"}
    assert refused(taken_back) | refused(decided) != set()


def test_a_role_taken_away_at_the_same_moment_is_seen_or_waits(party: Party):
    def take_away(session) -> list[Result]:
        member = session.get_one(Membership, party.chain.employer_member.membership_id)
        session.get_one(Role, member.role_id, with_for_update=True).modules = []
        return []

    (_, decided) = party.at_once(take_away, party.decision(party.chain.employer_member, "approve", party.items))
    assert len({result.ok for result in decided}) == 1  # all before the change, or none after it
    with party.database.unit_of_work() as session:
        closed = session.execute(
            select(func.count()).select_from(WorkItem).where(WorkItem.outcome.is_not(None))
        ).scalar_one()
        assert closed == (ROWS if decided[0].ok else 0)
        late = decide(session, party.items[:1], by=party.colleague, outcome="approve")
        gone = decide(session, party.items[1:2], by=party.chain.employer_member, outcome="approve")
    assert refused(gone) == {"NotPermitted"}
    assert late[0].ok is not decided[0].ok


def test_the_first_of_many_to_take_a_new_path_does_not_block_the_others_for_ever(party: Party):
    shares = [party.items[start::6] for start in range(6)]
    results = party.at_once(*(party.decision(party.chain.employer_member, "approve", share) for share in shares))
    assert all(result.ok for share in results for result in share)
    assert party.decided_events() == ROWS
