"""Whatever people do with a base's plans, classes and scores, and in whatever order: no illegal state is reached.

Hypothesis draws the acts and who does them; a small model says what each must lead to. `make soak` draws for hours.
"""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.accounts.change_member import set_enabled
from app.services.approvals import decide, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.classes.edit import add_class
from app.services.classes.rules import ClassFields
from app.services.plans.edit import correct_plan, create_plan, delete_plan, edit_plan, submit_plan
from app.services.plans.fields import PlanFields
from app.services.scores.correct import correct_and_resubmit, delete_scores, edit_score
from app.services.scores.declare import declare_scores
from app.services.scores.enter import enter_score
from app.services.subjects.edit import enable_subject
from models import (
    Instance,
    Learner,
    Membership,
    PlanState,
    Score,
    ScoreState,
    SubjectType,
    TeachingMode,
    TrainingPlan,
    User,
    UserTask,
    WorkItem,
)
from tests.factories import make_chain, make_learner, make_member, make_subject, resident_id_of
from tests.journey import begin

PASS_MARK = 60
OUTCOMES = ("approve", "return", "reject")
WHO = ("base", "employer", "hr", "neighbour", "disabled")
DECIDERS = (*WHO, "whoever has it", "whoever has it", "whoever has it")
OUTCOMES_DRAWN = ("approve", "approve", *OUTCOMES)
MARKS = st.sampled_from(["59", "60", "85.5", "100"])
NEVER = 2**40
SOAK = int(os.environ.get("SOAK", "0"))  # sequences to draw, each time others; 0: the same few each time


class Operations(RuleBasedStateMachine):
    """One base with a subject and two learners, its reviewers, a neighbour, and a member who comes and goes."""

    session: Session  # set by the test: all is rolled back after each run

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        journey = begin(self.session, learners=0)
        chain = journey.chain
        self.subject = make_subject(self.session, organization=chain.base)
        self.colleague = make_member(self.session, chain.base, name="同事")
        self.chief = make_member(self.session, chain.base, is_super=True, name="超级管理员")
        self.learners = [self._number(make_learner(self.session, employer=chain.employer)) for _ in range(2)]
        self.people: dict[str, Actor] = {
            "base": chain.base_member,
            "employer": chain.employer_member,
            "hr": chain.hr_member,
            "neighbour": make_chain(self.session).base_member,
            "disabled": self.colleague,
        }
        self.plans: dict[int, PlanState] = {}
        self.scores: dict[int, ScoreState] = {}
        self.classes: list[int] = []
        self.may_colleague = True
        self.is_subject_offered = True
        self.made = 0
        self._begin_with_a_class()

    def _begin_with_a_class(self) -> None:
        """An effective plan and a class on it, so that few acts lead to scores that are on their way."""
        base, hr = self.people["base"], self.people["hr"]
        plan = create_plan(self.session, self._fields(), by=base)
        submit_plan(self.session, plan.id, by=base)
        assert all(r.ok for r in decide(self.session, self._open_tasks(), by=hr, outcome="approve"))
        self.plans[plan.id] = PlanState.APPROVED
        self.classes.append(add_class(self.session, plan.id, self._class_fields(), by=base).id)
        for number in self.learners:
            score = enter_score(self.session, self.classes[0], resident_id=number, value="85", by=base)
            self.scores[score.id] = ScoreState.ENTERED
            declare_scores(self.session, [score.id], by=base, key=self._key())
            self.scores[score.id] = ScoreState.DECLARED

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expire_all()

    # Acts on accounts and subjects

    @rule(on=st.booleans())
    def enable_or_disable_the_colleague(self, on: bool) -> None:
        set_enabled(self.session, self.colleague.membership_id or 0, on, by=self.chief)
        self.may_colleague = on

    @rule(on=st.booleans())
    def enable_or_disable_the_subject(self, on: bool) -> None:
        enable_subject(self.session, self.subject.id, enabled=on, by=self.people["base"])
        self.is_subject_offered = on

    # Acts on plans

    @rule(who=st.sampled_from(WHO))
    def create_a_plan(self, who: str) -> None:
        plan = self.attempt(lambda by: create_plan(self.session, self._fields(), by=by), who)
        assert (plan is not None) == (self.is_of_base(who) and self.is_subject_offered)
        if plan is not None:
            self.plans[plan.id] = PlanState.DRAFT

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def edit_a_plan(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.plans)))
        done = self.attempt(lambda by: edit_plan(self.session, id, self._fields(), by=by), who)
        if done is not None:
            assert self.is_of_base(who)
            assert self.plans[id] is PlanState.DRAFT

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def submit_a_plan(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.plans)))
        before = self.plans[id]
        done = self.attempt(lambda by: submit_plan(self.session, id, by=by) or True, who)
        assert bool(done) == (self.is_of_base(who) and before is PlanState.DRAFT and self.is_subject_offered)
        if done:
            self.plans[id] = PlanState.SUBMITTED

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def delete_a_plan(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.plans)))
        if self.attempt(lambda by: delete_plan(self.session, id, by=by), who) is not None:
            assert self.is_of_base(who)
            assert self.plans.pop(id) is PlanState.DRAFT

    # Acts on classes and scores

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def add_a_class(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.plans)))
        row = self.attempt(lambda by: add_class(self.session, id, self._class_fields(), by=by), who)
        good = self.is_of_base(who) and self.plans[id] is PlanState.APPROVED and self.is_subject_offered
        assert (row is not None) == good
        if row is not None:
            self.classes.append(row.id)

    @precondition(lambda self: self.classes)
    @rule(data=st.data(), value=MARKS, who=st.sampled_from(WHO))
    def enter_a_score(self, data: Any, value: str, who: str) -> None:
        number, class_id = data.draw(st.sampled_from(self.learners)), data.draw(st.sampled_from(self.classes))
        score = self.attempt(
            lambda by: enter_score(self.session, class_id, resident_id=number, value=value, by=by), who
        )
        if score is not None:
            assert self.is_of_base(who)
            self.scores[score.id] = ScoreState.ENTERED

    @precondition(lambda self: self.scores)
    @rule(data=st.data(), value=MARKS, who=st.sampled_from(WHO))
    def edit_a_score(self, data: Any, value: str, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.scores)))
        done = self.attempt(lambda by: edit_score(self.session, id, value=value, remark="", by=by), who)
        assert (done is not None) == (self.is_of_base(who) and self.scores[id] is ScoreState.ENTERED)

    @precondition(lambda self: self.scores)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def delete_a_score(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.scores)))
        results = self.attempt(lambda by: delete_scores(self.session, [id], by=by), who)
        if results and results[0].ok:
            assert self.is_of_base(who)
            assert self.scores.pop(id) is ScoreState.ENTERED

    @precondition(lambda self: self.scores)
    @rule(data=st.data(), who=st.sampled_from(WHO))
    def declare_a_score(self, data: Any, who: str) -> None:
        id = data.draw(st.sampled_from(sorted(self.scores)))
        passes = self._value(id) >= PASS_MARK
        outcome = self.attempt(lambda by: declare_scores(self.session, [id], by=by, key=self._key()), who)
        done = outcome is not None and outcome.done == 1
        assert done == (self.is_of_base(who) and self.scores[id] is ScoreState.ENTERED and passes)
        if done:
            self.scores[id] = ScoreState.DECLARED

    # Acts on whatever is on its way

    @rule(data=st.data(), who=st.sampled_from(DECIDERS), outcome=st.sampled_from(OUTCOMES_DRAWN))
    def decide_something(self, data: Any, who: str, outcome: str) -> None:
        task = self._draw(data, self._open_tasks())
        who = self._holder(task) if who == "whoever has it" else who
        results = self.attempt(lambda by: decide(self.session, [task], by=by, outcome=outcome, comment="意见"), who)
        if results and results[0].ok:
            assert who in ("employer", "hr")
            self._follow_the_ends()

    @rule(data=st.data(), who=st.sampled_from(WHO))
    def withdraw_something(self, data: Any, who: str) -> None:
        id = self._draw(data, list(self.session.scalars(select(Instance.id).where(Instance.ended_at.is_(None)))))
        untouched = self.session.scalar(select(Instance.is_touched).where(Instance.id == id)) is False
        results = self.attempt(lambda by: withdraw(self.session, [id], by=by, reason="填错了"), who)
        done = bool(results and results[0].ok)
        assert done == (self.is_of_base(who) and untouched)
        if done:
            self._take_back(id)

    @rule(data=st.data(), value=MARKS, who=st.sampled_from(WHO))
    def correct_something(self, data: Any, value: str, who: str) -> None:
        task = self._draw(data, self._open_tasks())

        def correct(by: Actor) -> object:
            if self._kind_of(task) == "score":
                return correct_and_resubmit(self.session, task, by=by, value=value, remark="")
            return correct_plan(self.session, task, self._fields(), by=by)

        if self.attempt(correct, who) is not None:
            assert self.is_of_base(who)

    # What always holds

    @invariant()
    def states_are_those_of_the_model(self) -> None:
        plans = self.session.execute(select(TrainingPlan.id, TrainingPlan.state)).all()
        scores = self.session.execute(select(Score.id, Score.state)).all()
        assert {row.id: row.state for row in plans} == self.plans
        assert {row.id: row.state for row in scores} == self.scores

    @invariant()
    def nothing_qualifies_below_the_pass_mark(self) -> None:
        good = (ScoreState.DECLARED, ScoreState.QUALIFIED)
        assert all(self._value(id) >= PASS_MARK for id, state in self.scores.items() if state in good)

    @invariant()
    def what_is_on_its_way_waits_for_exactly_one(self) -> None:
        waiting = select(func.count()).where(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None))
        counted = self.session.execute(select(Instance.ended_at, waiting.correlate(Instance).scalar_subquery()))
        assert all(count == (ended_at is None) for ended_at, count in counted)

    @invariant()
    def there_is_one_super_administrator(self) -> None:
        chiefs = select(func.count()).where(
            Membership.organization_id == self.chief.organization_id, Membership.is_super
        )
        assert self.session.scalar(chiefs) == 1

    @invariant()
    def history_holds(self) -> None:
        assert broken_chains(self.session, first=0, last=last_instance_id(self.session)) == []

    # How it is done

    def attempt(self, act: Callable[[Actor], Any], who: str) -> Any:
        """Do it as somebody; None where it was refused, and then nothing of it was done."""
        try:
            with self.session.begin_nested():
                return act(self.people[who])
        except Refusal:
            self.session.expire_all()
            return None

    def is_of_base(self, who: str) -> bool:
        return who == "base" or (who == "disabled" and self.may_colleague)

    def _number(self, learner: Learner) -> str:
        return resident_id_of(self.session.get_one(User, learner.user_id))

    def _key(self) -> str:
        self.made += 1
        return f"key {self.made}"

    def _fields(self) -> PlanFields:
        return PlanFields(
            name=f"培训计划 {self._key()}",
            subject_type=SubjectType.PROFESSIONAL,
            subject_id=self.subject.id,
            year=2026,
            people=60,
            hours=Decimal(40),
            mode=TeachingMode.FACE,
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 10, 31),
        )

    def _class_fields(self) -> ClassFields:
        return ClassFields(
            name=f"培训班 {self._key()}",
            starts_on=date(2026, 5, 11),
            ends_on=date(2026, 5, 15),
            place="一号教室",
            hours=Decimal(24),
            credit_year=2026,
            pass_mark=Decimal(PASS_MARK),
        )

    def _value(self, score_id: int) -> Decimal:
        return self.session.execute(select(Score.value).where(Score.id == score_id)).scalar_one()

    def _open_tasks(self) -> list[int]:
        return list(self.session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None))))

    def _draw(self, data: Any, ids: list[int]) -> int:
        return data.draw(st.sampled_from(sorted(ids))) if ids else NEVER

    def _holder(self, task: int) -> str:
        holder = self.session.scalar(select(WorkItem.organization_id).where(WorkItem.id == task))
        return next((name for name in WHO if self.people[name].organization_id == holder), "base")

    def _kind_of(self, task: int) -> str:
        query = select(UserTask.process_id).join(WorkItem, WorkItem.user_task_id == UserTask.id)
        return "score" if self.session.scalar(query.where(WorkItem.id == task)) == "score_declaration" else "plan"

    def _follow_the_ends(self) -> None:
        """The model's states of what has ended by its diagram."""
        ends = {
            "score": {"approved": ScoreState.QUALIFIED, "rejected": ScoreState.REJECTED},
            "training_plan": {"approved": PlanState.APPROVED, "rejected": PlanState.REJECTED},
        }
        rows = self.session.execute(
            select(Instance.item_kind, Instance.item_id, Instance.ended).where(Instance.ended.in_(ends["score"]))
        )
        for kind, item_id, ended in rows:
            states: dict[int, Any] = self.scores if kind == "score" else self.plans
            if item_id in states:
                states[item_id] = ends[kind][ended]

    def _take_back(self, instance_id: int) -> None:
        row = self.session.get_one(Instance, instance_id, populate_existing=True)
        if row.item_kind == "score":
            self.scores[row.item_id] = ScoreState.ENTERED
        else:
            self.plans[row.item_id] = PlanState.DRAFT


def test_no_illegal_state_is_reachable(session: Session):
    def machine() -> Operations:
        return type("OperationsHere", (Operations,), {"session": session})()

    how = settings(
        max_examples=SOAK or 12,
        stateful_step_count=60 if SOAK else 40,
        derandomize=not SOAK,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
