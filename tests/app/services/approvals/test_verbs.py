"""Every verb at random, by several people on one item: it always has somebody, and its history holds."""

import os
from typing import Any

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.approvals import decide, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.circle import circles_of
from app.services.approvals.holding import claim, delegate, release, transfer
from app.services.approvals.remarks import comment_on, copy_to, urge
from app.services.approvals.resubmit import resubmit
from app.services.approvals.signers import add_signers, remove_signer
from app.services.approvals.stepping_back import earlier_steps, send_back, take_back
from models import EventKind, Instance, InstanceEvent, ItemKind, SignOff, SignOffKind, UserTask, WorkItem
from tests.factories import make_member
from tests.journey import begin

SOAK = int(os.environ.get("SOAK", "0"))  # sequences to draw, each time others; 0: the same few each time
REVIEWERS = st.integers(0, 4)
OUTCOMES = st.sampled_from(["approve", "approve", "return", "reject"])


class Verbs(RuleBasedStateMachine):
    """Two reviewers of the employer, two of the HR department and a clerk without modules, on one score."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.nested = self.session.begin_nested()
        journey = begin(self.session, learners=1)
        chain = journey.chain
        journey.declare()
        self.people = [
            chain.employer_member,
            make_member(self.session, chain.employer, name="单位同事"),
            chain.hr_member,
            make_member(self.session, chain.hr, name="人社同事"),
            make_member(self.session, chain.hr, name="文员", modules=()),
        ]
        self.base = chain.base_member
        self.id = journey.instances()[0].id
        self.decided = 0

    def teardown(self) -> None:
        self.nested.rollback()
        self.session.expire_all()

    def items(self) -> list[int]:
        query = select(WorkItem.id).where(WorkItem.instance_id == self.id, WorkItem.closed_at.is_(None))
        return list(self.session.scalars(query))

    def row(self) -> Any:
        self.session.expire_all()
        return self.session.get_one(Instance, self.id)

    def colleague(self, who: Actor, offset: int) -> int:
        same = [one for one in self.people if one.organization_id == who.organization_id]
        return same[(same.index(who) + offset) % len(same)].user_id

    def attempt(self, act: Any) -> None:
        """A refusal changes nothing; anything else that is raised fails the test."""
        try:
            with self.session.begin_nested():
                act()
        except Refusal:
            self.session.expire_all()

    @rule(who=REVIEWERS, outcome=OUTCOMES)
    def decides(self, who: int, outcome: str) -> None:
        by = self.people[who]
        self.attempt(lambda: decide(self.session, self.items(), by=by, outcome=outcome, comment="意见"))

    @rule(who=REVIEWERS)
    def claims(self, who: int) -> None:
        self.attempt(lambda: claim(self.session, self.items(), by=self.people[who]))

    @rule(who=REVIEWERS)
    def releases(self, who: int) -> None:
        self.attempt(lambda: release(self.session, self.items(), by=self.people[who]))

    @rule(who=REVIEWERS, offset=st.integers(0, 2), verb=st.sampled_from([transfer, delegate]))
    def gives(self, who: int, offset: int, verb: Any) -> None:
        by = self.people[who]
        self.attempt(
            lambda: verb(self.session, self.items(), by=by, to_user_id=self.colleague(by, offset), comment="请办")
        )

    @rule(who=REVIEWERS, offset=st.integers(0, 2), kind=st.sampled_from(SignOffKind))
    def adds(self, who: int, offset: int, kind: SignOffKind) -> None:
        by = self.people[who]
        if kind in (SignOffKind.HOLDER, SignOffKind.COUNTERSIGN):
            return
        for item in self.items():
            added = [self.colleague(by, offset)]
            self.attempt(lambda: add_signers(self.session, item, by=by, user_ids=added, kind=kind))  # noqa: B023 -- run at once

    @rule(who=REVIEWERS, offset=st.integers(0, 2))
    def removes(self, who: int, offset: int) -> None:
        by = self.people[who]
        for item in self.items():
            self.attempt(lambda: remove_signer(self.session, item, by=by, user_id=self.colleague(by, offset)))  # noqa: B023 -- run at once

    @rule(who=REVIEWERS)
    def takes_back(self, who: int) -> None:
        self.attempt(lambda: take_back(self.session, [self.id], by=self.people[who]))

    @rule(who=REVIEWERS)
    def sends_back(self, who: int) -> None:
        steps = earlier_steps(self.session, self.row().path_node_id, ItemKind.SCORE)
        if steps:
            by, ids, first = self.people[who], self.items(), steps[-1]
            self.attempt(lambda: send_back(self.session, ids, by=by, to_user_task_id=first, comment="请补核"))

    @rule(who=REVIEWERS, offset=st.integers(0, 2))
    def remarks(self, who: int, offset: int) -> None:
        by = self.people[who]
        self.attempt(lambda: comment_on(self.session, self.id, by=by, body="请看"))
        self.attempt(lambda: copy_to(self.session, self.id, by=by, user_ids=[self.colleague(by, offset)]))

    @rule()
    def submitter_urges_or_resubmits(self) -> None:
        self.attempt(lambda: urge(self.session, [self.id], by=self.base))
        self.attempt(lambda: resubmit(self.session, self.items(), by=self.base))

    @rule()
    def submitter_withdraws(self) -> None:
        touched = self.row().is_touched
        self.attempt(lambda: withdraw(self.session, [self.id], by=self.base, reason="误报"))
        assert not touched or self.row().ended != "withdrawn"

    @invariant()
    def it_always_has_somebody(self) -> None:
        """A live item has an open work item; what several sign has somebody whose turn it is; an ended one none."""
        items = self.items()
        assert (self.row().ended_at is None) == bool(items)
        for id in items:
            work = self.session.get_one(WorkItem, id, populate_existing=True)
            assert work.delegated_by_id is None or work.assignee_id is not None
            if work.several_sign:
                circle = circles_of(self.session, {id: "all"})[id]
                assert circle.waiting
                assert circle.binding
                task = self.session.get_one(UserTask, work.user_task_id)
                assert circle.result(task.outcomes) is None

    @invariant()
    def nobody_signs_twice(self) -> None:
        query = (
            select(SignOff.work_item_id)
            .where(SignOff.removed_at.is_(None))
            .group_by(SignOff.work_item_id, SignOff.user_id)
            .having(func.count() > 1)
        )
        assert self.session.scalars(query).all() == []

    @invariant()
    def each_work_item_is_decided_once(self) -> None:
        query = (
            select(InstanceEvent.work_item_id)
            .where(InstanceEvent.kind == EventKind.DECIDED)
            .group_by(InstanceEvent.work_item_id)
            .having(func.count() > 1)
        )
        assert self.session.scalars(query).all() == []

    @invariant()
    def the_history_holds(self) -> None:
        last = last_instance_id(self.session)
        assert broken_chains(self.session, first=1, last=last) == []


def test_every_item_has_somebody_whatever_its_people_do(session: Session) -> None:
    machine = type("Machine", (Verbs,), {"session": session})
    profile = hypothesis_settings(
        max_examples=SOAK or 15,
        stateful_step_count=40 if SOAK else 25,
        deadline=None,
        derandomize=not SOAK,
        database=None,
    )
    run_state_machine_as_test(machine, settings=profile)
