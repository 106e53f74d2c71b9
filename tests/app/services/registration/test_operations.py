"""Whoever registers, and in whatever order it is submitted, decided, corrected and withdrawn: one code makes one
organisation with one super administrator, and nobody acts before he is approved.

Hypothesis draws the acts. `make soak` draws for hours.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, event, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.sealing import sealer
from app.services.accounts.contact import Contact
from app.services.accounts.identities import identities_of
from app.services.approvals import decide
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.demo.numbers import nth_credit_code, nth_mobile, nth_resident_id
from app.services.registration.change import correct_registration, withdraw_registration
from app.services.registration.organization import checked_code
from app.services.registration.person import Person
from models import (
    Instance,
    ItemKind,
    Membership,
    Organization,
    Registration,
    RegistrationKind,
    RegistrationState,
    User,
    WorkItem,
)
from tests.factories import PASSWORD
from tests.registering import Registering, register_somewhere

SOAK = int(os.environ.get("SOAK", "0"))  # sequences to draw, each time others; 0: the same few each time
CODES = [nth_credit_code(8_500_000 + number) for number in range(2)]
PEOPLE = [nth_resident_id(4_100_000 + number) for number in range(3)]
NAMES = ("赵一", "钱二", "孙三")
KINDS = (RegistrationKind.BASE, RegistrationKind.EMPLOYER)
OUTCOMES = ("approve", "approve", "approve", "return", "reject")
DECIDERS = ("hr_member", "competent_member", *("whoever has it",) * 3)
someone = st.sampled_from(range(len(PEOPLE)))


@dataclass
class Pending:
    """A registration that was not ended."""

    id: int
    person: int
    code: str
    is_returned: bool = False
    is_touched: bool = False


class Registrations(RuleBasedStateMachine):
    """Three applicants after two codes, with and without a competent department above them."""

    session: Session  # set by the test: all is rolled back after each run

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        self.place: Registering = register_somewhere(self.session)
        self.pending: list[Pending] = []
        self.members: dict[str, int] = {}  # by code, who registered the organisation
        self.approved = 0

    def teardown(self) -> None:
        target(float(self.approved), label="registrations approved")
        self.savepoint.rollback()
        self.session.expire_all()

    # Applying

    @rule(who=someone, code=st.sampled_from(CODES), kind=st.sampled_from(KINDS), above=st.booleans())
    def submit(self, who: int, code: str, kind: RegistrationKind, above: bool) -> None:
        changes = {"competent_id": self.place.competent.id} if above and kind is RegistrationKind.BASE else {}
        is_user = who in self.members.values()
        row = self.attempt(
            lambda: self.place.submit(kind, person=self._person(who, is_user=is_user), code=code, **changes)
        )
        free = code not in self.members and all(one.code != code for one in self.pending)
        assert (row is not None) == free
        if row is not None:
            event(f"{kind.value} applied{' again, as a user' if is_user else ''}")
            self.pending.append(Pending(row.id, who, code))

    @rule(data=st.data(), code=st.sampled_from(CODES))
    def correct(self, data: st.DataObject, code: str) -> None:
        one = self._one(data)
        if one is None:
            return
        done = self.attempt(lambda: self._corrected(one, code))
        others = [other.code for other in self.pending if other is not one]
        assert (done is not None) == (one.is_returned and code not in self.members and code not in others)
        if done is not None:
            one.is_returned, one.code = False, code

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        one = self._one(data)
        if one is None:
            return
        done = self.attempt(lambda: withdraw_registration(self.session, one.id, reason="不办了") or True)
        if done is not None:
            assert not one.is_touched
            event("a registration was withdrawn")
            self.pending.remove(one)
        else:
            assert one.is_touched

    # Deciding

    @rule(data=st.data(), who=st.sampled_from(DECIDERS), outcome=st.sampled_from(OUTCOMES))
    def decide(self, data: st.DataObject, who: str, outcome: str) -> None:
        one = self._one(data)
        if one is None:
            return
        task, holder = self._task(one)
        by = self._member(holder) if who == "whoever has it" else getattr(self.place, who)
        if by is None:
            assert one.is_returned
            return
        results = self.attempt(lambda: decide(self.session, [task], by=by, outcome=outcome, comment="意见"))
        done = bool(results and results[0].ok)
        assert done == (by.organization_id == holder)
        if done:
            self._follow(one, outcome)

    # What always holds

    @invariant()
    def a_code_is_asked_for_once_and_registered_once(self) -> None:
        rows = self.session.execute(
            select(Registration.credit_code, Registration.id).where(Registration.state == RegistrationState.PENDING)
        )
        assert sorted((row.credit_code, row.id) for row in rows) == sorted(
            (one.code, one.id) for one in self.pending
        )
        registered = select(Organization.credit_code).where(Organization.credit_code.in_(CODES))
        assert sorted(self.session.scalars(registered)) == sorted(self.members)

    @invariant()
    def what_was_registered_has_one_super_administrator_its_applicant(self) -> None:
        rows = self.session.execute(
            select(Organization.credit_code, User.resident_id_hash, Membership.is_super)
            .join(Membership, Membership.organization_id == Organization.id)
            .join(User, User.id == Membership.user_id)
            .where(Organization.credit_code.in_(CODES))
        ).all()
        wanted = {(code, sealer().lookup(PEOPLE[who]), True) for code, who in self.members.items()}
        assert {tuple(row) for row in rows} == wanted

    @invariant()
    def nobody_acts_before_he_is_approved(self) -> None:
        for who, number in enumerate(PEOPLE):
            found = self.session.scalar(select(User.id).where(User.resident_id_hash == sealer().lookup(number)))
            held = [code for code, member in self.members.items() if member == who]
            assert len(identities_of(self.session, found)) == len(held)

    @invariant()
    def what_is_pending_waits_for_exactly_one(self) -> None:
        for one in self.pending:
            query = select(func.count(WorkItem.id)).join(Instance, Instance.id == WorkItem.instance_id)
            assert self.session.scalar(query.where(*self._its_open_task(one))) == 1

    @invariant()
    def history_holds(self) -> None:
        assert broken_chains(self.session, first=0, last=last_instance_id(self.session)) == []

    # Helpers of the rules

    def attempt(self, act: Callable[[], Any]) -> Any:
        """What the act returns; None where it was refused, and nothing has happened then."""
        savepoint = self.session.begin_nested()
        try:
            result = act()
        except Refusal:
            savepoint.rollback()
            result = None
        else:
            savepoint.commit()
        self.session.expire_all()
        return result

    def _person(self, who: int, *, is_user: bool) -> Person:
        return Person(is_user, PEOPLE[who], PASSWORD, NAMES[who], Contact(nth_mobile(7_000 + who)))

    def _one(self, data: st.DataObject) -> Pending | None:
        return data.draw(st.sampled_from(self.pending)) if self.pending else None

    def _corrected(self, one: Pending, code: str) -> bool:
        columns = {"credit_code": checked_code(self.session, code)}
        correct_registration(self.session, one.id, columns, comment="已更正")
        return True

    def _task(self, one: Pending) -> tuple[int, int | None]:
        """The open work item and the organisation that has it; none: the applicant himself."""
        query = select(WorkItem.id, WorkItem.organization_id).join(Instance, Instance.id == WorkItem.instance_id)
        row = self.session.execute(query.where(*self._its_open_task(one))).one()
        return row.id, row.organization_id

    def _its_open_task(self, one: Pending) -> tuple[ColumnElement[bool], ...]:
        is_its_own = Instance.item_id == one.id, Instance.item_kind.in_(REGISTRATIONS)
        return (*is_its_own, WorkItem.closed_at.is_(None))

    def _member(self, organization_id: int | None) -> Actor | None:
        members = (self.place.hr_member, self.place.competent_member)
        return next((member for member in members if member.organization_id == organization_id), None)

    def _follow(self, one: Pending, outcome: str) -> None:
        one.is_touched = True
        state = self.session.get_one(Registration, one.id, populate_existing=True).state
        if outcome == "return":
            one.is_returned = True
        elif outcome == "reject":
            assert state is RegistrationState.REJECTED
            self.pending.remove(one)
        elif state is RegistrationState.APPROVED:
            event("a registration was approved")
            self.approved += 1
            self.members[one.code] = one.person
            self.pending.remove(one)
        else:
            assert state is RegistrationState.PENDING


REGISTRATIONS = (ItemKind.BASE_REGISTRATION, ItemKind.EMPLOYER_REGISTRATION)


def test_no_sequence_of_acts_reaches_an_illegal_state(session: Session):
    Registrations.session = session
    run_state_machine_as_test(
        Registrations,
        settings=settings(
            max_examples=SOAK or 12,
            stateful_step_count=60 if SOAK else 25,
            derandomize=not SOAK,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
