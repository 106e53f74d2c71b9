"""Whatever is asked, decided, withdrawn and disabled, and in whatever order: no organisation ends up where a small
model does not put it.

Hypothesis draws the acts and who does them. `make soak` draws for hours.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import HealthCheck, event, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.approvals import decide, start, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.demo.numbers import nth_credit_code
from app.services.diagrams.publish import publish_shipped
from app.services.organization.change import ChangeFields, correct_change
from app.services.organization.superior import correct_superior
from app.services.subordinates.enable import enable_organization
from models import Instance, ItemKind, Organization, OrganizationChange, WorkItem
from tests.factories import make_base, make_change, make_competent, make_employer, make_hr, make_member, make_plan
from tests.factories.moving import make_superior_change, superior_fields

SOAK = int(os.environ.get("SOAK", "0"))  # sequences to draw, each time others; 0: the same few each time
CODES = [nth_credit_code(8_300_000 + number) for number in range(3)]
MOVABLE = ("base", "employer", "group")
EVERYBODY = ("top", "hr", "other_hr", "competent", *MOVABLE)
DECIDERS = (*EVERYBODY, *("whoever has it",) * 8)
OUTCOMES = ("approve", "approve", "approve", "return", "reject")
HR_CHOICES = ("hr", "other_hr")
ABOVE = (None, None, "competent", "employer", "group")


@dataclass(frozen=True)
class Place:
    """Where an organisation stands: its superior and its HR department, by name."""

    superior: str
    hr: str


@dataclass(frozen=True)
class Asked:
    """A change under way: what it wants (a code or a place), who has it, and whether somebody decided already."""

    id: int
    code: str | None
    place: Place | None
    old_superior: str
    at: str  # superior, new or returned
    is_touched: bool = False


class Changes(RuleBasedStateMachine):
    """A base, an employer and a group of employers under two HR departments, one with a competent department."""

    session: Session  # set by the test: all is rolled back after each run

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        publish_shipped(self.session)
        top = make_hr(self.session)
        hr, other_hr = (make_hr(self.session, superior=top) for _ in range(2))
        self.bodies: dict[str, Organization] = {
            "top": top,
            "hr": hr,
            "other_hr": other_hr,
            "competent": make_competent(self.session, hr=other_hr),
            "base": make_base(self.session, hr=hr),
            "employer": make_employer(self.session, hr=hr),
            "group": make_employer(self.session, hr=hr),
        }
        self.names = {body.id: name for name, body in self.bodies.items()}
        self.people: dict[str, Actor] = {
            name: make_member(self.session, body, is_super=True) for name, body in self.bodies.items()
        }
        self.places = {name: Place("hr", "hr") for name in MOVABLE}
        self.codes = {name: body.credit_code for name, body in self.bodies.items()}
        self.asked: dict[str, Asked] = {}
        self.plans = 0
        self.disabled: set[str] = set()
        self.moved = 0

    def teardown(self) -> None:
        target(float(self.moved), label="organisations moved")
        self.savepoint.rollback()
        self.session.expire_all()

    # Asking

    @rule(who=st.sampled_from(MOVABLE), code=st.sampled_from(CODES))
    def ask_for_a_code(self, who: str, code: str) -> None:
        change = self.attempt(lambda by: make_change(self.session, by, credit_code=code), who)
        free = self._is_free(code, who)
        assert (change is not None) == (who not in self.disabled and who not in self.asked and free)
        if change is not None:
            self.asked[who] = Asked(change.id, code, None, self.places[who].superior, "superior")

    @rule(who=st.sampled_from(MOVABLE), hr=st.sampled_from(HR_CHOICES), above=st.sampled_from(ABOVE))
    def ask_for_a_superior(self, who: str, hr: str, above: str | None) -> None:
        chosen = self._chosen(who, above)
        change = self.attempt(lambda by: make_superior_change(self.session, by, self.bodies[hr], **chosen), who)
        wanted = Place(next((self.names[one.id] for one in chosen.values()), hr), hr)
        quiet = who not in self.asked and not (who == "base" and self.plans)
        good = who not in self.disabled and quiet and self._may_be_above(who, wanted)
        assert (change is not None) == (good and wanted != self.places[who])
        if change is not None:
            event(f"a {who} asks to go under {above or 'an HR department'}")
            self.asked[who] = Asked(change.id, None, wanted, self.places[who].superior, "superior")

    @rule(who=st.sampled_from(MOVABLE), hr=st.sampled_from(HR_CHOICES), code=st.sampled_from(CODES))
    def correct(self, who: str, hr: str, code: str) -> None:
        one = self.asked.get(who)
        if one is None:
            return
        done = self.attempt(lambda by: self._corrected(by, one, hr, code), who)
        if one.place is not None:
            wanted = Place(hr, hr)
            good = self._may_be_above(who, wanted) and wanted != self.places[who]
            fresh = replace(one, place=wanted, at="superior")
        else:
            good = self._is_free(code, who)
            fresh = replace(one, code=code, at="superior")
        assert (done is not None) == (one.at == "returned" and who not in self.disabled and good)
        if done is not None:
            self.asked[who] = fresh

    # Deciding

    @rule(of=st.sampled_from(MOVABLE), who=st.sampled_from(DECIDERS), outcome=st.sampled_from(OUTCOMES))
    def decide(self, of: str, who: str, outcome: str) -> None:
        one = self.asked.get(of)
        if one is None:
            return
        holder = self._holder(of)
        who = holder if who == "whoever has it" else who
        task = self._task(one)
        results = self.attempt(lambda by: decide(self.session, [task], by=by, outcome=outcome, comment="意见"), who)
        done = bool(results and results[0].ok)
        may = who == holder and one.at != "returned" and who not in self.disabled
        assert done == (may and (outcome != "approve" or self._can_end(of, one)))
        if done:
            self._follow(of, one, outcome)

    @rule(of=st.sampled_from(MOVABLE), who=st.sampled_from(EVERYBODY))
    def withdraw(self, of: str, who: str) -> None:
        one = self.asked.get(of)
        if one is None:
            return
        instance = select(Instance.id).where(
            Instance.item_kind == ItemKind.ORGANIZATION_CHANGE, Instance.item_id == one.id
        )
        id = self.session.execute(instance).scalar_one()
        results = self.attempt(lambda by: withdraw(self.session, [id], by=by, reason="不改了"), who)
        done = bool(results and results[0].ok)
        assert done == (who == of and who not in self.disabled and not one.is_touched)
        if done:
            event("a change was withdrawn")
            del self.asked[of]

    # What gets in the way

    @rule()
    def the_base_submits_a_plan(self) -> None:
        plan = make_plan(self.session, base=self.bodies["base"])
        if self.attempt(lambda by: start(self.session, "training_plan", [plan.id], by=by), "base") is not None:
            self.plans += 1

    @rule()
    def the_plans_are_withdrawn(self) -> None:
        plans = select(Instance.id).where(Instance.item_kind == ItemKind.TRAINING_PLAN, Instance.ended_at.is_(None))
        ids = list(self.session.scalars(plans))
        results = self.attempt(lambda by: withdraw(self.session, ids, by=by, reason="重做"), "base")
        if results is not None:
            assert all(result.ok for result in results)
            self.plans = 0

    @rule(name=st.sampled_from(("competent", *MOVABLE)), on=st.booleans())
    def disable_or_enable(self, name: str, on: bool) -> None:
        id = self.bodies[name].id
        done = self.attempt(
            lambda by: enable_organization(self.session, id, enabled=on, reason="整顿", by=by), "top"
        )
        is_change = on == (name in self.disabled)
        may = self._above_are_enabled(name) if on else not self._is_needed(name)
        assert (done is not None) == (not is_change or may)
        if done is not None and is_change:
            event(f"{name} was {'enabled' if on else 'disabled'}")
            (self.disabled.discard if on else self.disabled.add)(name)

    # What always holds

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        rows = self.session.execute(
            select(Organization.id, Organization.superior_id, Organization.hr_id, Organization.credit_code)
        )
        for row in rows:
            name = self.names[row.id]
            assert row.credit_code == self.codes[name]
            if name in self.places:
                assert Place(self.names[row.superior_id], self.names[row.hr_id]) == self.places[name]

    @invariant()
    def the_tree_has_no_circle(self) -> None:
        for name in MOVABLE:
            assert self._line(name)[-1] in ("hr", "other_hr", "competent")

    @invariant()
    def what_is_under_way_waits_for_exactly_one_that_can_act(self) -> None:
        waiting = select(func.count()).where(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None))
        counted = self.session.execute(select(Instance.ended_at, waiting.correlate(Instance).scalar_subquery()))
        assert all(count == (ended_at is None) for ended_at, count in counted)
        for of in self.asked:
            holder = self._holder(of)
            assert holder not in self.disabled or holder == of
            query = select(WorkItem.organization_id).where(WorkItem.id == self._task(self.asked[of]))
            assert self.names[self.session.execute(query).scalar_one()] == holder

    @invariant()
    def history_holds(self) -> None:
        assert broken_chains(self.session, first=0, last=last_instance_id(self.session)) == []

    # The model

    def _chosen(self, who: str, above: str | None) -> dict[str, Organization]:
        """A base chooses no employer; everybody chooses at most one beside the HR department."""
        if above == "competent":
            return {"competent": self.bodies[above]}
        return {"superior": self.bodies[above]} if above and who != "base" else {}

    def _is_free(self, code: str, who: str) -> bool:
        """Whether nobody else has the code or asks for it; the own one stays, since the name changes."""
        others = {value for name, value in self.codes.items() if name != who}
        return code not in others | {one.code for name, one in self.asked.items() if name != who}

    def _may_be_above(self, who: str, place: Place) -> bool:
        return place.superior not in self.disabled and who not in self._line(place.superior)

    def _line(self, name: str) -> list[str]:
        """An organisation and those above it as far as they can move."""
        line = [name]
        while line[-1] in self.places and len(line) < 10:
            line.append(self.places[line[-1]].superior)
        return line

    def _holder(self, of: str) -> str:
        one = self.asked[of]
        if one.at == "returned":
            return of
        if one.at == "superior" or one.place is None:
            return one.old_superior
        return one.place.superior if one.place.superior != one.old_superior else one.place.hr

    def _can_end(self, of: str, one: Asked) -> bool:
        """Whether approving meets nothing that changed meanwhile."""
        if one.code is not None:
            return one.code not in {code for name, code in self.codes.items() if name != of}
        if one.at == "superior":
            return True
        return not (of == "base" and self.plans) and one.place is not None and self._may_be_above(of, one.place)

    def _follow(self, of: str, one: Asked, outcome: str) -> None:
        if outcome == "return":
            self.asked[of] = replace(one, at="returned", is_touched=True)
        elif outcome == "approve" and one.place is not None and one.at == "superior":
            self.asked[of] = replace(one, at="new", is_touched=True)
        else:
            del self.asked[of]
            if outcome == "approve":
                event("a code was changed" if one.code else "a superior was changed")
                self.codes[of] = one.code or self.codes[of]
                self.places[of] = one.place or self.places[of]
                self.moved += one.place is not None

    def _is_needed(self, name: str) -> bool:
        below = any(
            name in (place.superior, place.hr) for other, place in self.places.items() if self._is_on(other)
        )
        waits = any(self._holder(of) == name for of in self.asked)
        named = any(one.place and name in (one.place.superior, one.place.hr) for one in self.asked.values())
        return below or waits or named or (self.plans > 0 and self._holds_plans(name))

    def _holds_plans(self, name: str) -> bool:
        waiting = select(func.count()).where(
            WorkItem.organization_id == self.bodies[name].id, WorkItem.closed_at.is_(None)
        )
        return bool(self.session.scalar(waiting))

    def _is_on(self, name: str) -> bool:
        return name not in self.disabled

    def _above_are_enabled(self, name: str) -> bool:
        return name not in self.places or self._is_on(self.places[name].superior)

    # How it is done

    def attempt(self, act: Callable[[Actor], Any], who: str) -> Any:
        """Do it as somebody; None where it was refused, and then nothing of it was done."""
        try:
            with self.session.begin_nested():
                return act(self.people[who])
        except Refusal as refusal:
            event(f"refused: {type(refusal).__name__}")
            self.session.expire_all()
            return None

    def _corrected(self, by: Actor, one: Asked, hr: str, code: str) -> bool:
        if one.place is not None:
            correct_superior(self.session, one.id, superior_fields(self.bodies[hr]), by=by)
        else:
            name = self.session.get_one(OrganizationChange, one.id).old_name
            correct_change(self.session, one.id, ChangeFields(name, code, "更正"), None, by=by)
        return True

    def _task(self, one: Asked) -> int:
        query = (
            select(WorkItem.id)
            .join(Instance, Instance.id == WorkItem.instance_id)
            .where(
                Instance.item_kind == ItemKind.ORGANIZATION_CHANGE,
                Instance.item_id == one.id,
                WorkItem.closed_at.is_(None),
            )
        )
        return self.session.execute(query).scalar_one()


def test_no_organisation_ends_up_where_nobody_put_it(session: Session):
    def machine() -> Changes:
        return type("ChangesHere", (Changes,), {"session": session})()

    how = settings(
        max_examples=SOAK or 12,
        stateful_step_count=60 if SOAK else 40,
        derandomize=not SOAK,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
