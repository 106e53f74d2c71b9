"""What is in the demo: as many as promised, nobody real, everything where it belongs."""

import re

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased
from stdnum.cn import uscc

from app.permissions import MODULES
from app.resident_id import problem_of
from app.sealing import sealer
from models import (
    Learner,
    Level,
    Membership,
    Organization,
    OrganizationKind,
    Region,
    Role,
    Score,
    Subject,
    SubjectType,
    TrainingClass,
    User,
)

UNASSIGNED_COUNTY = "410199"
LEARNERS = 120


def count(session: Session, query: Select) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def bodies(session: Session, kind: OrganizationKind) -> list[Organization]:
    return list(session.scalars(select(Organization).where(Organization.kind == kind).order_by(Organization.id)))


def test_the_size_is_as_asked(demo: Session):
    assert count(demo, select(Learner.id)) == LEARNERS
    assert len(bodies(demo, OrganizationKind.EMPLOYER)) == 6
    assert len(bodies(demo, OrganizationKind.BASE)) == 3
    assert 2.4 < count(demo, select(Score.id)) / LEARNERS < 3.6


def test_every_region_has_an_hr_department_below_that_of_its_superior_region(demo: Session):
    upper, parent = aliased(Organization), aliased(Region)
    rows = demo.execute(
        select(Region.code, Region.parent_code, Organization.level, Region.level, upper.region_code)
        .join_from(Region, Organization, Organization.region_code == Region.code)
        .outerjoin(upper, upper.id == Organization.superior_id)
        .outerjoin(parent, parent.code == Region.parent_code)
        .where(Organization.kind == OrganizationKind.HR)
    ).all()

    assert len(rows) == 175
    for _, parent_code, level, region_level, superior_region in rows:
        assert level == region_level
        assert superior_region == parent_code


def test_an_employer_belongs_to_the_hr_department_of_its_own_region_and_level(demo: Session):
    for employer in bodies(demo, OrganizationKind.EMPLOYER):
        hr = demo.get_one(Organization, employer.hr_id)
        assert (hr.kind, hr.region_code, hr.level) == (OrganizationKind.HR, employer.region_code, employer.level)


def test_every_organisation_has_a_super_administrator_and_a_clerk_with_its_modules(demo: Session):
    for body in demo.scalars(select(Organization)):
        rows = demo.execute(
            select(Membership.is_super, Role.modules)
            .outerjoin(Role, Role.id == Membership.role_id)
            .where(Membership.organization_id == body.id)
            .order_by(Membership.is_super)
        ).all()
        assert [tuple(row) for row in rows] == [
            (False, [module.value for module in MODULES[body.kind.value]]),
            (True, None),
        ]


def test_id_numbers_are_valid_and_of_a_county_that_does_not_exist(demo: Session):
    numbers = [sealer().unseal(user.resident_id_sealed) for user in demo.scalars(select(User))]

    assert len(set(numbers)) == len(numbers)
    assert demo.get(Region, UNASSIGNED_COUNTY) is None
    for number in numbers:
        assert number.startswith(UNASSIGNED_COUNTY)
        assert problem_of(number) is None


def test_id_numbers_are_found_by_their_hash(demo: Session):
    for user in demo.scalars(select(User).limit(50)):
        assert user.resident_id_hash == sealer().lookup(sealer().unseal(user.resident_id_sealed))


def test_mobiles_and_office_lines_cannot_be_dialled(demo: Session):
    for user in demo.scalars(select(User)):
        assert re.fullmatch(r"100\d{8}", sealer().unseal(user.mobile_sealed))
    for phone in demo.scalars(select(Organization.contact_phone)):
        assert re.fullmatch(r"0\d{3}-9000\d{4}", phone)


def test_credit_codes_are_valid_and_of_a_county_that_does_not_exist(demo: Session):
    for code in demo.scalars(select(Organization.credit_code)):
        assert uscc.is_valid(code)
        assert code[2:8] == UNASSIGNED_COUNTY


def test_made_up_bodies_say_that_they_are_samples(demo: Session):
    for kind in (OrganizationKind.BASE, OrganizationKind.EMPLOYER):
        for body in bodies(demo, kind):
            assert body.name.endswith("（示例）")


def test_made_up_public_subjects_say_that_they_are_samples(demo: Session):
    names = set(demo.scalars(select(Subject.name).where(Subject.type == SubjectType.PUBLIC)))

    assert {name for name in names if not name.endswith("（示例）")} == {"2025年度公需科目：人工智能通识"}


def test_bases_teach_both_kinds_in_both_years(demo: Session):
    rows = demo.execute(
        select(TrainingClass.base_id, TrainingClass.training_year, Subject.type)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .distinct()
    ).all()

    assert len(rows) == 3 * 2 * 2


def test_a_class_takes_no_more_hours_than_eight_a_day(demo: Session):
    for training_class in demo.scalars(select(TrainingClass)):
        days = (training_class.ends_on - training_class.starts_on).days + 1
        assert 8 * (days - 1) < training_class.hours <= 8 * days


def test_a_professional_subject_is_of_the_base_that_teaches_it(demo: Session):
    foreign = (
        select(TrainingClass.id)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .where(Subject.type == SubjectType.PROFESSIONAL, Subject.organization_id != TrainingClass.base_id)
    )
    assert count(demo, foreign) == 0


def test_learners_are_spread_unevenly_but_nobody_has_none(demo: Session):
    employees = list(
        demo.scalars(
            select(func.count(Learner.id))
            .join_from(Organization, Learner, Learner.employer_id == Organization.id, isouter=True)
            .where(Organization.kind == OrganizationKind.EMPLOYER)
            .group_by(Organization.id)
        )
    )
    assert min(employees) >= 1
    assert max(employees) > 2 * min(employees)


def test_provincial_bodies_hang_directly_under_the_province(demo: Session):
    province_hr = demo.scalars(
        select(Organization).where(Organization.kind == OrganizationKind.HR, Organization.level == Level.PROVINCE)
    ).one()
    direct = select(Organization.id).where(
        Organization.kind == OrganizationKind.EMPLOYER, Organization.hr_id == province_hr.id
    )
    assert demo.scalar(select(exists(direct)))
