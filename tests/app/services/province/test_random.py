"""Whatever is founded, disabled and handed over: one super administrator each, and nobody with two offices."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.accounts.add_member import add_existing
from app.services.accounts.change_member import delete_member, set_enabled
from app.services.accounts.found_office import found_office
from app.services.accounts.hand_over import hand_over
from app.services.demo.numbers import nth_credit_code, nth_resident_id
from app.services.province.found import found_hr
from app.services.subordinates.enable import enable_organization
from models import OFFICES, Level, Membership, Organization, OrganizationKind, Region, Role, User
from tests.factories import make_region, make_role, make_user, resident_id_of
from tests.factories.rows import numbers
from tests.founding import make_founding

ACTS = ("office", "hr", "add", "disable member", "enable member", "remove", "hand over", "disable", "enable")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2**16)), min_size=8, max_size=30)


class Machine:
    """A province in which anybody does anything that the services let him do."""

    def __init__(self, session: Session) -> None:
        self.session = session
        top = make_region(session, name="测试省", level=Level.PROVINCE)
        city = make_region(session, name="测试市", level=Level.CITY, parent=top)
        self.regions: list[Region] = [top, city, make_region(session, name="测试县", parent=city)]
        self.people = [make_user(session, name=f"人员{sign}") for sign in "甲乙丙丁"]
        self.done: Counter[str] = Counter()

    def step(self, act: str, chance: random.Random) -> None:
        """Do it, or be refused; a refusal leaves nothing behind."""
        try:
            with self.session.begin_nested():
                getattr(self, f"_{act.replace(' ', '_')}")(chance)
                self.session.flush()
                self.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
                self.session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
            self.done[act] += 1
        except (Refusal, Nobody):
            pass
        self.session.expire_all()
        self.hold()

    def hold(self) -> None:
        """What must be true after every step."""
        supers = func.count().filter(Membership.is_super)
        counted = self.session.execute(
            select(Membership.organization_id, supers).group_by(Membership.organization_id)
        )
        assert {count for _, count in counted} <= {1}
        of_hr = select(Organization.region_code, func.count()).where(Organization.kind == OrganizationKind.HR)
        assert {count for _, count in self.session.execute(of_hr.group_by(Organization.region_code))} <= {1}
        held = (
            select(Membership.user_id, func.count())
            .join(Organization, Organization.id == Membership.organization_id)
            .where(Organization.kind.in_(OFFICES))
        )
        assert {count for _, count in self.session.execute(held.group_by(Membership.user_id))} <= {1}
        founded = select(Organization.id).where(Organization.id.not_in(select(Membership.organization_id)))
        assert self.session.scalars(founded).all() == [], "founded, and nobody there"

    def _actor(self, chance: random.Random, *where: object) -> Actor:
        query = select(Membership.id).join(Organization, Organization.id == Membership.organization_id)
        ids = self.session.scalars(query.where(*where).order_by(Membership.id)).all()  # type: ignore[arg-type]
        actor = load_actor(self.session, membership_id=chance.choice(ids)) if ids else None
        if actor is None:
            raise Nobody
        return actor

    def _member(self, chance: random.Random, by: Actor) -> int:
        query = select(Membership.id).where(Membership.organization_id == by.organization_id)
        return chance.choice(self.session.scalars(query.order_by(Membership.id)).all())

    def _organization(self, chance: random.Random) -> int:
        return chance.choice(self.session.scalars(select(Organization.id).order_by(Organization.id)).all() or [0])

    def _office(self, chance: random.Random) -> None:
        person = chance.choice(self.people)
        found_office(
            self.session,
            chance.choice(sorted(OFFICES)),
            name="三员办公室",
            credit_code=nth_credit_code(next(numbers)),
            person=person.name,
            resident_id=chance.choice([resident_id_of(person), nth_resident_id(next(numbers))]),
        )

    def _hr(self, chance: random.Random) -> None:
        by = self._actor(chance, Organization.kind == OrganizationKind.SYSTEM)
        person, is_user = chance.choice(self.people), chance.random() < 0.5
        who = {"is_user": True, "resident_id": resident_id_of(person), "person": person.name} if is_user else {}
        found_hr(self.session, make_founding(chance.choice(self.regions).code, **who), by=by)

    def _add(self, chance: random.Random) -> None:
        by, person = self._actor(chance), chance.choice(self.people)
        own = self.session.get_one(Organization, by.organization_id)
        there = select(Role).where(Role.organization_id == own.id)
        role = self.session.scalars(there.limit(1)).first() or make_role(self.session, own)
        add_existing(self.session, resident_id_of(person), person.name, role.id, by=by)

    def _disable_member(self, chance: random.Random) -> None:
        by = self._actor(chance)
        set_enabled(self.session, self._member(chance, by), False, by=by)

    def _enable_member(self, chance: random.Random) -> None:
        by = self._actor(chance)
        set_enabled(self.session, self._member(chance, by), True, by=by)

    def _remove(self, chance: random.Random) -> None:
        by = self._actor(chance)
        delete_member(self.session, self._member(chance, by), by=by)

    def _hand_over(self, chance: random.Random) -> None:
        by = self._actor(chance, Membership.is_super)
        hand_over(self.session, self._member(chance, by), by=by)

    def _disable(self, chance: random.Random) -> None:
        by = self._actor(chance, Organization.kind == OrganizationKind.HR)
        enable_organization(self.session, self._organization(chance), enabled=False, reason="撤销", by=by)

    def _enable(self, chance: random.Random) -> None:
        by = self._actor(chance, Organization.kind == OrganizationKind.HR)
        enable_organization(self.session, self._organization(chance), enabled=True, reason="恢复", by=by)


class Nobody(Exception):
    """There is nobody who could do this."""


@pytest.fixture
def clean(session: Session) -> Session:
    """Nothing else is in it."""
    assert session.scalar(select(func.count()).select_from(User)) == 0
    return session


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_organisation_with_members_has_one_super_administrator_and_nobody_two_offices(
    clean: Session, steps: list[tuple[str, int]]
):
    trial = clean.begin_nested()
    try:
        machine = Machine(clean)
        for act, seed in [("office", 1), ("office", 5), ("hr", 2), *steps]:
            machine.step(act, random.Random(seed))  # noqa: S311 -- a test that can be run again
    finally:
        trial.rollback()
        clean.expire_all()


def test_the_steps_really_happen(clean: Session):
    machine, chance = Machine(clean), random.Random(7)  # noqa: S311 -- a test that can be run again
    for _ in range(600):
        machine.step(chance.choice(ACTS), chance)
    assert set(machine.done) == set(ACTS), machine.done
