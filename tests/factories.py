"""Plain functions that make rows for tests: valid, unique, and flushed, so that they have their ids.

What a test does not name gets a default that works. `make_chain` makes all that a score needs on its way.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import LEARNER, MODULES, Actor
from app.sealing import sealer
from app.services.demo.numbers import nth_credit_code, nth_mobile, nth_resident_id, office_line
from app.services.name_key import name_key
from models import (
    Learner,
    Level,
    Membership,
    Module,
    Organization,
    OrganizationKind,
    Region,
    Role,
    Score,
    ScoreState,
    Subject,
    SubjectType,
    TrainingClass,
    User,
)

PASSWORD = "Ceshi@2026mima"

Row = TypeVar("Row")
_numbers = count(1)


@lru_cache(maxsize=8)
def hashed(password: str) -> str:
    """The password's hash, at the least cost: a thousand users of a test share one."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(password)


def make_region(
    session: Session,
    *,
    code: str | None = None,
    name: str = "测试县",
    level: Level = Level.COUNTY,
    parent: Region | None = None,
) -> Region:
    """A region; its code begins with 99 unless given, and so is no real one."""
    code = code or str(990_000 + next(_numbers))
    return _saved(session, Region(code=code, name=name, level=level, parent_code=parent and parent.code))


def make_organization(
    session: Session,
    kind: OrganizationKind,
    *,
    name: str | None = None,
    level: Level = Level.COUNTY,
    region: Region | None = None,
    region_code: str | None = None,
    **columns: Any,
) -> Organization:
    """An organisation of any kind; the functions below know what each kind needs."""
    number = next(_numbers)
    name = name or f"测试{kind.label}{number}"
    columns.setdefault("contact_name", "赵测试")
    columns.setdefault("contact_phone", office_line("0371", number))
    return _saved(
        session,
        Organization(
            kind=kind,
            level=level,
            name=name,
            name_key=name_key(name),
            credit_code=nth_credit_code(number),
            region_code=region_code or (region or make_region(session, level=level)).code,
            **columns,
        ),
    )


def make_hr(
    session: Session,
    *,
    name: str | None = None,
    level: Level = Level.COUNTY,
    superior: Organization | None = None,
    **columns: Any,
) -> Organization:
    """An HR department; without a superior it is the top of its tree."""
    columns["superior_id"] = superior and superior.id
    return make_organization(session, OrganizationKind.HR, name=name, level=level, **columns)


def make_competent(session: Session, *, hr: Organization | None = None, **columns: Any) -> Organization:
    """A competent department (主管部门) beside an HR department of its level."""
    return _beside_hr(session, OrganizationKind.COMPETENT, hr, columns)


def make_employer(session: Session, *, hr: Organization | None = None, **columns: Any) -> Organization:
    """An employer; `hr` decides its learners' scores after it."""
    return _beside_hr(session, OrganizationKind.EMPLOYER, hr, columns)


def make_base(
    session: Session, *, hr: Organization | None = None, competent: Organization | None = None, **columns: Any
) -> Organization:
    """A training base; its superior is its competent department if it has one."""
    columns["competent_id"] = competent and competent.id
    if competent:
        columns.setdefault("superior_id", competent.id)
        hr = hr or session.get(Organization, competent.hr_id)
    return _beside_hr(session, OrganizationKind.BASE, hr, columns)


def make_user(
    session: Session,
    *,
    resident_id: str | None = None,
    name: str = "测试员",
    password: str = PASSWORD,
    **columns: Any,
) -> User:
    """A person who can sign in with `resident_id` and `password`."""
    number = next(_numbers)
    resident_id = resident_id or nth_resident_id(number)
    return _saved(
        session,
        User(
            name=name,
            resident_id_sealed=sealer().seal(resident_id),
            resident_id_hash=sealer().lookup(resident_id),
            mobile_sealed=sealer().seal(nth_mobile(number)),
            password_hash=hashed(password),
            **columns,
        ),
    )


def resident_id_of(user: User) -> str:
    """The id number that the user signs in with."""
    return sealer().unseal(user.resident_id_sealed)


def make_role(
    session: Session, organization: Organization, *, modules: tuple[Module, ...] = (), name: str | None = None
) -> Role:
    """A role that opens `modules`."""
    name = name or f"测试角色{next(_numbers)}"
    return _saved(session, Role(organization_id=organization.id, name=name, modules=[m.value for m in modules]))


def make_member(
    session: Session,
    organization: Organization,
    *,
    modules: tuple[Module, ...] | None = None,
    is_super: bool = False,
    user: User | None = None,
    name: str = "测试员",
) -> Actor:
    """A member as the actor he is once signed in; `modules` None: all that the organisation's kind has."""
    user = user or make_user(session, name=name)
    every = MODULES[organization.kind.value]
    held = every if modules is None or is_super else modules
    role = None if is_super else make_role(session, organization, modules=held)
    membership = _saved(
        session,
        Membership(user_id=user.id, organization_id=organization.id, role_id=role and role.id, is_super=is_super),
    )
    return Actor(
        kind=organization.kind.value,
        user_id=user.id,
        name=user.name,
        organization_id=organization.id,
        organization_name=organization.name,
        role_name=role.name if role else "超级管理员",
        membership_id=membership.id,
        modules=frozenset(module.value for module in held),
    )


def make_learner(
    session: Session, *, employer: Organization | None = None, name: str = "测试学员", user: User | None = None
) -> Learner:
    """A learner, who is a user of his own."""
    user = user or make_user(session, name=name)
    employer = employer or make_employer(session)
    return _saved(
        session,
        Learner(
            user_id=user.id,
            resident_id_hash=user.resident_id_hash,
            name=user.name,
            employer_id=employer.id,
            title_series="工程技术",
        ),
    )


def learner_actor(session: Session, learner: Learner) -> Actor:
    """The learner as the actor he is once signed in."""
    employer = session.get_one(Organization, learner.employer_id)
    return Actor(
        kind=LEARNER,
        user_id=learner.user_id,
        name=learner.name,
        organization_id=employer.id,
        organization_name=employer.name,
        role_name="专业技术人员",
        learner_id=learner.id,
    )


def make_subject(
    session: Session,
    *,
    organization: Organization | None = None,
    kind: SubjectType = SubjectType.PROFESSIONAL,
    year: int | None = None,
    name: str | None = None,
) -> Subject:
    """A subject: a professional one of a base unless told otherwise."""
    organization = organization or make_base(session)
    if kind is SubjectType.PUBLIC and year is None:
        year = 2026
    name = name or f"测试科目{next(_numbers)}"
    return _saved(session, Subject(type=kind, name=name, organization_id=organization.id, year=year))


def make_class(
    session: Session,
    *,
    base: Organization | None = None,
    subject: Subject | None = None,
    name: str | None = None,
    hours: Decimal | str | int = 24,
    pass_mark: Decimal | str | int = 60,
    training_year: int = 2026,
    credit_year: int | None = None,
) -> TrainingClass:
    """A class; its hours count in the year it was taught unless `credit_year` says otherwise."""
    base = base or make_base(session)
    subject = subject or make_subject(session, organization=base)
    return _saved(
        session,
        TrainingClass(
            base_id=base.id,
            subject_id=subject.id,
            name=name or f"测试培训班{next(_numbers)}",
            starts_on=date(training_year, 5, 11),
            ends_on=date(training_year, 5, 15),
            place="测试教室",
            hours=Decimal(hours),
            training_year=training_year,
            credit_year=credit_year or training_year,
            pass_mark=Decimal(pass_mark),
        ),
    )


def make_score(
    session: Session,
    training_class: TrainingClass,
    learner: Learner,
    *,
    value: Decimal | str | int = 85,
    state: ScoreState = ScoreState.ENTERED,
    entered_by: Actor | None = None,
    **columns: Any,
) -> Score:
    """A score as its base entered it. Another `state` is only written: nothing went through a process."""
    if state is not ScoreState.ENTERED:
        columns.setdefault("employer_id", learner.employer_id)
    return _saved(
        session,
        Score(
            class_id=training_class.id,
            base_id=training_class.base_id,
            learner_id=learner.id,
            value=Decimal(value),
            state=state,
            entered_by_id=entered_by.user_id if entered_by else _enterer(session, training_class.base_id),
            **columns,
        ),
    )


@dataclass(frozen=True)
class Chain:
    """One province with all the parties of a score, a class, and a member of each party."""

    province_hr: Organization
    city_hr: Organization
    hr: Organization
    employer: Organization
    base: Organization
    training_class: TrainingClass
    hr_member: Actor
    employer_member: Actor
    base_member: Actor
    learners: list[Learner]

    def make_scores(self, session: Session, *, value: Decimal | str | int = 85) -> list[Score]:
        """Enter one score for each learner."""
        return [
            make_score(session, self.training_class, learner, value=value, entered_by=self.base_member)
            for learner in self.learners
        ]


def make_chain(session: Session, *, learners: int = 1) -> Chain:
    """Base, employer, and HR departments of three levels; base and employer belong to the county's."""
    province = make_region(session, name="测试省", level=Level.PROVINCE)
    city = make_region(session, name="测试市", level=Level.CITY, parent=province)
    county = make_region(session, level=Level.COUNTY, parent=city)
    province_hr = make_hr(session, level=Level.PROVINCE, region=province)
    city_hr = make_hr(session, level=Level.CITY, region=city, superior=province_hr)
    hr = make_hr(session, level=Level.COUNTY, region=county, superior=city_hr)
    employer = make_employer(session, hr=hr)
    base = make_base(session, hr=hr)
    return Chain(
        province_hr=province_hr,
        city_hr=city_hr,
        hr=hr,
        employer=employer,
        base=base,
        training_class=make_class(session, base=base),
        hr_member=make_member(session, hr, name="人社审核员"),
        employer_member=make_member(session, employer, name="单位审核员"),
        base_member=make_member(session, base, name="基地管理员"),
        learners=[make_learner(session, employer=employer) for _ in range(learners)],
    )


def _saved(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _beside_hr(
    session: Session, kind: OrganizationKind, hr: Organization | None, columns: dict[str, Any]
) -> Organization:
    hr = hr or make_hr(session)
    defaults: dict[str, Any] = {"superior_id": hr.id, "hr_id": hr.id, "level": hr.level}
    if not columns.get("region"):
        defaults["region_code"] = hr.region_code
    return make_organization(session, kind, **(defaults | columns))


def _enterer(session: Session, base_id: int) -> int:
    """Whoever of the base may have entered a score; a person is made when it has none."""
    member = session.scalar(
        select(Membership.user_id).where(Membership.organization_id == base_id).order_by(Membership.id).limit(1)
    )
    return member or make_user(session, name="基地管理员").id
