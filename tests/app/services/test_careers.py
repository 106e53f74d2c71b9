"""Whatever happens to a learner's hours, certificates and employer, and in whatever order: no illegal state.

Hypothesis draws who transfers, decides, revokes and asks for a certificate; a small model says what each must lead
to. `make soak` draws for hours.
"""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.approvals import decide, start, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.certificates.check import check_certificate
from app.services.certificates.issue import issue_certificate
from app.services.diagrams.publish import publish_shipped
from app.services.revocations.propose import propose_revocation
from app.services.transfers.request import correct_transfer, request_transfer
from models import (
    Certificate,
    EmployerTransfer,
    Instance,
    ItemKind,
    Learner,
    Score,
    ScoreState,
    TransferState,
    WorkItem,
)
from tests.certifying import YEAR, reach_standard
from tests.factories import make_class, make_employer, make_member, make_score, make_subject

SOAK = int(os.environ.get("SOAK", "0"))  # sequences to draw, each time others; 0: the same few each time
PLACES = ("home", "second", "third")
NEVER = 2**40
WHOEVER = ("whoever has it",) * 4
OUTCOMES = ("approve", "approve", "return", "reject")


class Careers(RuleBasedStateMachine):
    """A learner who reached a year's standard, three employers, and the department that watches over his scores."""

    session: Session  # set by the test: all is rolled back after each run

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        publish_shipped(self.session)
        year = reach_standard(self.session)
        chain = year.chain
        self.learner, self.actor, self.scores = year.learner, year.actor, [one.id for one in year.scores]
        self.employers = {"home": chain.employer, "second": make_employer(self.session, hr=chain.hr),
                          "third": make_employer(self.session, hr=chain.hr)}  # fmt: skip
        self.people: dict[str, Actor] = {
            "learner": self.actor,
            "base": chain.base_member,
            "hr": chain.hr_member,
            "colleague": make_member(self.session, chain.hr, name="复核员"),
            "home": chain.employer_member,
            **{place: make_member(self.session, self.employers[place]) for place in PLACES[1:]},
        }
        self.at = "home"  # the model: where the learner is, and what he asked for last
        self.wish: tuple[int, str] | None = None
        self.is_returned = False
        taught = make_class(self.session, base=chain.base, subject=make_subject(self.session), hours=24)
        self.extra = make_score(self.session, taught, self.learner, entered_by=chain.base_member).id
        self.issued: dict[int, bool] = {}  # certificates, and whether each is in force

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expire_all()

    # The learner

    @rule(to=st.sampled_from(PLACES))
    def ask_for_a_transfer(self, to: str) -> None:
        made = self.attempt(
            lambda by: request_transfer(self.session, self.employers[to].id, "调动", by=by), "learner"
        )
        good = self.wish is None and to != self.at and not self.is_under_review()
        assert (made is not None) == good
        if made is not None:
            self.wish, self.is_returned = (made.id, to), False

    @precondition(lambda self: self.is_returned)
    @rule(to=st.sampled_from(PLACES), who=st.sampled_from(("learner", "learner", "hr")))
    def correct_the_transfer(self, to: str, who: str) -> None:
        id_ = self.wish[0] if self.wish else NEVER
        done = self.attempt(
            lambda by: correct_transfer(self.session, id_, self.employers[to].id, "更正", by=by) or True, who
        )
        assert not done or (who == "learner" and self.is_returned and to != self.at)
        if done and self.wish:
            self.wish, self.is_returned = (self.wish[0], to), False

    @precondition(lambda self: self.wish)
    @rule(who=st.sampled_from(("learner", "home", "second")))
    def withdraw_the_transfer(self, who: str) -> None:
        ids = list(self.session.scalars(self.transfers_under_way()))
        results = self.attempt(lambda by: withdraw(self.session, ids or [NEVER], by=by, reason="不调了"), who)
        if results and results[0].ok:
            assert who == "learner"
            self.wish, self.is_returned = None, False

    @rule(who=st.sampled_from(("learner", "learner", "home")))
    def ask_for_the_certificate(self, who: str) -> None:
        made = self.attempt(lambda by: issue_certificate(self.session, YEAR, by=by), who)
        assert (made is not None) == (who == "learner" and self.is_reached())
        if made is not None:
            self.issued[made.id] = True

    # Those who decide

    @precondition(lambda self: self.wish)
    @rule(who=st.sampled_from((*WHOEVER, *PLACES, "hr", "base")), outcome=st.sampled_from(OUTCOMES))
    def decide_the_transfer(self, who: str, outcome: str) -> None:
        task = self.task_of(ItemKind.EMPLOYER_TRANSFER)
        who = self.holder(task) if who in WHOEVER else who
        results = self.attempt(lambda by: self.decided(task, outcome, by), who)
        if not (results and results[0].ok):
            return
        assert self.wish is not None
        assert who == self.wish[1]
        if outcome == "return":
            self.is_returned = True
            return
        assert outcome != "approve" or not self.is_under_review()
        self.at = self.wish[1] if outcome == "approve" else self.at
        self.wish = None

    @rule()
    def declare_the_extra_score(self) -> None:
        results = self.attempt(lambda by: start(self.session, "score_declaration", [self.extra], by=by), "base")
        assert not (results and results[0].ok) or self.is_under_review()

    @precondition(lambda self: self.is_open(ItemKind.SCORE))
    @rule(who=st.sampled_from((*WHOEVER, *PLACES, "hr")), outcome=st.sampled_from(("approve", "approve", "reject")))
    def decide_the_extra_score(self, who: str, outcome: str) -> None:
        task = self.task_of(ItemKind.SCORE)
        who = self.holder(task) if who in WHOEVER else who
        self.attempt(lambda by: self.decided(task, outcome, by), who)

    @rule(data=st.data(), who=st.sampled_from(("hr", "hr", "base")))
    def propose_to_revoke(self, data: Any, who: str) -> None:
        id_ = data.draw(st.sampled_from(self.scores))
        results = self.attempt(lambda by: propose_revocation(self.session, [id_], reason="不实", by=by), who)
        assert not (results and results[0].ok) or who == "hr"

    @precondition(lambda self: self.is_open(ItemKind.SCORE_REVOCATION))
    @rule(who=st.sampled_from(("hr", "colleague", "colleague")), outcome=st.sampled_from(("confirm", "dismiss")))
    def decide_the_revocation(self, who: str, outcome: str) -> None:
        task = self.task_of(ItemKind.SCORE_REVOCATION)
        results = self.attempt(lambda by: self.decided(task, outcome, by), who)
        if results and results[0].ok:
            assert who == "colleague", "who proposed never confirms"
            if outcome == "confirm":
                self.issued = dict.fromkeys(self.issued, False)

    # What always holds

    @invariant()
    def the_learner_is_where_he_was_let_in(self) -> None:
        at = select(Learner.employer_id).where(Learner.id == self.learner.id)
        assert self.session.scalar(at) == self.employers[self.at].id

    @invariant()
    def at_most_one_transfer_is_under_way(self) -> None:
        pending = select(EmployerTransfer.id).where(
            EmployerTransfer.learner_id == self.learner.id, EmployerTransfer.state == TransferState.PENDING
        )
        assert list(self.session.scalars(pending)) == ([self.wish[0]] if self.wish else [])

    @invariant()
    def a_certificate_stands_as_long_as_its_hours(self) -> None:
        rows = self.session.scalars(
            select(Certificate)
            .where(Certificate.learner_id == self.learner.id)
            .execution_options(populate_existing=True)
        ).all()
        told = {row.id: check_certificate(self.session, row.number, row.code) for row in rows}
        assert {id_: bool(one and one.is_valid) for id_, one in told.items()} == self.issued
        assert sum(self.issued.values()) <= 1

    @invariant()
    def history_holds(self) -> None:
        assert broken_chains(self.session, first=0, last=last_instance_id(self.session)) == []

    # How it is done

    def attempt(self, act: Callable[[Actor], Any], who: str) -> Any:
        """Do it as somebody in a request of his own; None where it was refused, and nothing of it was done."""
        self.session.expire_all()
        try:
            with self.session.begin_nested():
                return act(self.people[who])
        except Refusal:
            self.session.expire_all()
            return None

    def decided(self, task: int, outcome: str, by: Actor) -> Any:
        return decide(self.session, [task], by=by, outcome=outcome, comment="意见")

    def task_of(self, kind: ItemKind) -> int:
        query = select(WorkItem.id).join(Instance, Instance.id == WorkItem.instance_id)
        open_ones = query.where(Instance.item_kind == kind, WorkItem.closed_at.is_(None)).order_by(WorkItem.id)
        return self.session.scalar(open_ones.limit(1)) or NEVER

    def is_open(self, kind: ItemKind) -> bool:
        return self.task_of(kind) != NEVER

    def holder(self, task: int) -> str:
        where = self.session.scalar(select(WorkItem.organization_id).where(WorkItem.id == task))
        return next((who for who in (*PLACES, "hr") if self.people[who].organization_id == where), "base")

    def transfers_under_way(self) -> Any:
        return select(Instance.id).where(
            Instance.item_kind == ItemKind.EMPLOYER_TRANSFER, Instance.ended_at.is_(None)
        )

    def states(self) -> dict[int, ScoreState]:
        rows = self.session.execute(select(Score.id, Score.state).where(Score.learner_id == self.learner.id))
        return {row.id: row.state for row in rows}

    def is_under_review(self) -> bool:
        return ScoreState.DECLARED in self.states().values()

    def is_reached(self) -> bool:
        states = self.states()
        return all(states[id_] is ScoreState.QUALIFIED for id_ in self.scores)


def test_no_illegal_state_is_reachable(session: Session):
    def machine() -> Careers:
        return type("CareersHere", (Careers,), {"session": session})()

    how = settings(
        max_examples=SOAK or 20,
        stateful_step_count=60 if SOAK else 30,
        derandomize=not SOAK,
        phases=tuple(Phase) if SOAK else (Phase.explicit, Phase.generate),  # shrinking takes minutes
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
