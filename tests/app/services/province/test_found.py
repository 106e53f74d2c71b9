"""新增人社部门: one a region, under the nearest above, with one super administrator from its first moment."""

from dataclasses import asdict

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.errors import FieldRefusal, NotFound, NotPermitted
from app.services.accounts.refusals import AlreadyUser, NoSuchUser, WrongNumber
from app.services.accounts.sign_in import sign_in
from app.services.province.found import found_hr
from app.services.province.place import find_place, vacant_regions
from app.services.province.refusals import FounderHimself, NotAbove, RegionTaken, SuperiorMissing
from app.services.registration.refusals import CodeRegistered, WrongCode
from models import AuditEvent, Level, Membership, Module, Organization, OrganizationKind, User, UserType
from tests.drawing import make_offices
from tests.factories import (
    PASSWORD,
    make_hr,
    make_member,
    make_office,
    make_region,
    make_user,
    resident_id_of,
)
from tests.founding import make_founding


class Regions:
    """A province and a city with their departments, a county and a further city without."""

    def __init__(self, session):
        self.session = session
        self.province = make_region(session, name="测试省", level=Level.PROVINCE)
        self.city = make_region(session, name="甲市", level=Level.CITY, parent=self.province)
        self.county = make_region(session, name="丙县", parent=self.city)
        self.other_city = make_region(session, name="乙市", level=Level.CITY, parent=self.province)
        self.other_county = make_region(session, name="丁县", parent=self.other_city)
        self.province_hr = make_hr(session, name="省厅", level=Level.PROVINCE, region=self.province)
        self.city_hr = make_hr(
            session, name="甲市局", level=Level.CITY, region=self.city, superior=self.province_hr
        )
        self.by = make_offices(session).system

    def found(self, region=None, **fields):
        return found_hr(self.session, make_founding((region or self.county).code, **fields), by=self.by)


@pytest.fixture
def regions(session):
    return Regions(session)


def test_it_stands_under_the_nearest_above_and_its_administrator_must_change_his_password(session, regions):
    made = regions.found()
    one = session.get_one(Organization, made.organization_id)
    assert (one.kind, one.level, one.region_code) == (OrganizationKind.HR, Level.COUNTY, regions.county.code)
    assert one.superior_id == regions.city_hr.id
    member = session.scalars(select(Membership).where(Membership.organization_id == one.id)).one()
    user = session.get_one(User, member.user_id)
    assert (member.is_super, user.name, user.must_change_password) == (True, "钱新任", True)
    attempt = sign_in(session, user_type=UserType.HR, resident_id=resident_id_of(user), password=made.password)
    assert attempt.refusal is None
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "organization:found")).one()
    assert line.user_id == regions.by.user_id
    assert line.detail == {"organization": one.id, "region": regions.county.code, "person": user.id}


def test_another_of_those_above_may_be_chosen_and_no_other(session, regions):
    with pytest.raises(NotAbove):
        regions.found(superior_id=make_hr(session).id)
    made = regions.found(superior_id=regions.province_hr.id)
    assert session.get_one(Organization, made.organization_id).superior_id == regions.province_hr.id


def test_a_disabled_department_is_passed_over(session, regions):
    regions.city_hr.is_enabled = False
    session.flush()
    made = regions.found()
    assert session.get_one(Organization, made.organization_id).superior_id == regions.province_hr.id


def test_who_is_a_user_already_keeps_his_password(session, regions):
    user = make_user(session, name="孙老员")
    made = regions.found(is_user=True, resident_id=resident_id_of(user), person="孙老员")
    assert made.password is None
    attempt = sign_in(session, user_type=UserType.HR, resident_id=resident_id_of(user), password=PASSWORD)
    assert attempt.refusal is None


def test_a_region_has_one_and_the_list_offers_only_those_that_can_have_one(session, regions):
    def offered():
        mine = (regions.province, regions.city, regions.county, regions.other_city, regions.other_county)
        codes = {region.code for region in mine}
        return [one.name for one in vacant_regions(session, by=regions.by) if one.code in codes]

    assert offered() == ["丙县", "乙市", "丁县"]
    regions.found(regions.other_city)
    assert offered() == ["丙县", "丁县"]
    with pytest.raises(RegionTaken, match="乙市已有人社部门"):
        regions.found(regions.other_city)
    with pytest.raises(RegionTaken, match="省厅"):
        find_place(session, regions.province.code, by=regions.by)


def test_the_database_allows_a_region_no_second_one(session, regions):
    with pytest.raises(IntegrityError, match="uq_organization_hr_region"):
        make_hr(session, region=regions.city)


def test_the_top_of_a_tree_comes_first(session, regions):
    top = make_region(session, name="另省", level=Level.PROVINCE)
    below = make_region(session, name="另市", level=Level.CITY, parent=top)
    with pytest.raises(SuperiorMissing, match="另市"):
        regions.found(below)
    first = regions.found(top)
    made = regions.found(below)
    assert session.get_one(Organization, first.organization_id).superior_id is None
    assert session.get_one(Organization, made.organization_id).superior_id == first.organization_id


def test_what_is_wrong_is_refused_beside_its_field_and_nothing_is_made(session, regions):
    taken, user = regions.province_hr.credit_code, make_user(session, name="李在册")
    number = resident_id_of(user)
    cases = [
        ({"name": " "}, FieldRefusal, "name"),
        ({"name": "长" * 101}, FieldRefusal, "name"),
        ({"contact_name": "1"}, FieldRefusal, "contact_name"),
        ({"contact_phone": ""}, FieldRefusal, "contact_phone"),
        ({"credit_code": "12410199100000011A"}, WrongCode, "credit_code"),
        ({"credit_code": taken}, CodeRegistered, "credit_code"),
        ({"resident_id": "410199198001010011"}, WrongNumber, "resident_id"),
        ({"person": "?"}, FieldRefusal, "person"),
        ({"resident_id": number}, AlreadyUser, "resident_id"),
        ({"is_user": True}, NoSuchUser, "resident_id"),
        ({"is_user": True, "resident_id": number, "person": "别名字"}, NoSuchUser, "resident_id"),
    ]
    before = session.scalars(select(Organization.id)).all()
    for fields, refusal, field in cases:
        with pytest.raises(refusal) as refused:
            regions.found(**fields)
        assert refused.value.field == field, fields
    assert session.scalars(select(Organization.id)).all() == before


def test_nobody_founds_a_department_for_himself(session, regions):
    me = session.get_one(User, regions.by.user_id)
    with pytest.raises(FounderHimself):
        regions.found(is_user=True, resident_id=resident_id_of(me), person=me.name)


def test_only_system_administrators_who_hold_the_module_found_anything(session, regions):
    office = make_office(session, OrganizationKind.SYSTEM)
    others = (
        make_member(session, office, modules=(Module.DIAGRAM_DESIGN,)),
        make_offices(session).security,
        make_member(session, regions.province_hr),
    )
    for other in others:
        with pytest.raises(NotPermitted):
            found_hr(session, make_founding(regions.county.code), by=other)
    with pytest.raises(NotFound):
        found_hr(session, make_founding("000000"), by=regions.by)


def test_a_founding_is_a_value_without_secrets():
    assert "password" not in asdict(make_founding("410000"))
