"""Regions and industries are added, renamed, closed; a closed one cannot be chosen anew, and stays where it is."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.organization.profile import IndustryUnknown, ProfileFields, edit_profile, industries
from app.services.province.found import found_hr
from app.services.province.place import vacant_regions
from app.services.reference import load_reference
from app.services.reference.edit_industries import add_industry, rename_industry, set_industry_open
from app.services.reference.edit_regions import add_region, rename_region, set_region_open
from app.services.reference.names import industry_names
from app.services.reference.read import find_region, list_industries, regions_under
from app.services.reference.refusals import (
    CodeThere,
    DepartmentThere,
    LowestLevel,
    NameThere,
    RegionClosed,
    RegionsBelow,
    WrongIndustryCode,
    WrongName,
    WrongRegionCode,
)
from app.services.registration.choosing import chosen_of_list, listed
from app.services.registration.refusals import WrongField
from app.services.subordinates.enable import enable_organization
from models import AuditEvent, Industry, Level, Module, Organization, OrganizationKind, Region
from tests.drawing import make_offices
from tests.factories import make_employer, make_hr, make_member, make_office
from tests.founding import make_founding
from tests.statements import statements

PROVINCE, CITY, COUNTY = "410000", "410100", "410105"


@pytest.fixture
def by(session):
    load_reference(session)
    return make_offices(session).system


def written(session):
    rows = session.scalars(select(AuditEvent).where(AuditEvent.action == "reference:manage"))
    return [row.detail["act"] for row in rows]


def test_a_new_region_stands_below_another_one_level_further_down(session, by):
    add_region(session, CITY, " 410171 ", " 航空港区 ", by=by)
    add_region(session, PROVINCE, "411900", "新设市", by=by)
    county, city = session.get_one(Region, "410171"), session.get_one(Region, "411900")
    assert (county.name, county.level, county.parent_code) == ("航空港区", Level.COUNTY, CITY)
    assert (city.level, city.parent_code) == (Level.CITY, PROVINCE)
    assert written(session) == ["add", "add"]


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("41017", "某区", WrongRegionCode),
        ("41017x", "某区", WrongRegionCode),
        ("４１０１７１", "", WrongName),
        ("410171", "长" * 41, WrongName),
        ("410171", "金水区", NameThere),
        (COUNTY, "某区", CodeThere),
    ],
)
def test_a_wrong_new_region_is_refused_beside_its_field(session, by, code, name, refusal):
    with pytest.raises(refusal):
        add_region(session, CITY, code, name, by=by)
    assert written(session) == []


def test_nothing_stands_below_a_county_or_what_is_closed_or_not_there(session, by):
    with pytest.raises(LowestLevel):
        add_region(session, COUNTY, "410171", "某镇", by=by)
    with pytest.raises(NotFound):
        add_region(session, "000000", "410171", "某区", by=by)
    set_region_open(session, "419001", False, by=by)
    with pytest.raises(RegionClosed):
        add_region(session, "419001", "410171", "某区", by=by)


def test_a_new_name_is_seen_at_once_and_loading_leaves_what_was_edited(session, by):
    rename_region(session, COUNTY, "金水新区", by=by)
    rename_industry(session, "P", "教育业", by=by)
    set_region_open(session, "410106", False, by=by)
    set_industry_open(session, "T", False, by=by)
    session.get_one(Region, "410102").name = "中元区"  # not by hand: loading corrects it
    session.flush()
    load_reference(session)
    session.expire_all()
    assert session.get_one(Region, COUNTY).name == "金水新区"
    assert session.get_one(Industry, "P").name == "教育业"
    assert not session.get_one(Region, "410106").is_open
    assert not session.get_one(Industry, "T").is_open
    assert session.get_one(Region, "410102").name == "中原区"
    assert written(session) == ["rename", "rename", "close", "close"]


def test_two_beside_each_other_have_different_names(session, by):
    with pytest.raises(NameThere, match="410105"):
        rename_region(session, "410102", "金水区", by=by)
    rename_region(session, "410102", "中原区", by=by)
    with pytest.raises(NameThere):
        rename_industry(session, "A", "教育", by=by)
    with pytest.raises(WrongName):
        rename_industry(session, "A", " ", by=by)


def test_a_closed_region_is_not_offered_to_found_in(session, by):
    found_hr(session, make_founding(PROVINCE), by=by)
    assert CITY in {one.code for one in vacant_regions(session, by=by)}
    with pytest.raises(RegionsBelow, match="12个"):
        set_region_open(session, CITY, False, by=by)
    set_region_open(session, COUNTY, False, by=by)
    assert COUNTY not in {one.code for one in vacant_regions(session, by=by)}
    with pytest.raises(RegionClosed, match="金水区"):
        found_hr(session, make_founding(COUNTY), by=by)
    set_region_open(session, COUNTY, True, by=by)
    set_region_open(session, COUNTY, True, by=by)
    assert written(session) == ["close", "open"]
    found_hr(session, make_founding(COUNTY), by=by)


def test_what_comes_under_a_department_would_come_into_its_region_so_it_goes_first(session, by):
    top = make_hr(session, level=Level.PROVINCE, region_code=PROVINCE)
    local = make_hr(session, region_code=COUNTY, superior=top, name="金水区局")
    above = make_member(session, top)
    with pytest.raises(DepartmentThere, match="金水区局"):
        set_region_open(session, COUNTY, False, by=by)
    enable_organization(session, local.id, enabled=False, reason="撤并", by=above)
    set_region_open(session, COUNTY, False, by=by)
    with pytest.raises(RegionClosed):
        enable_organization(session, local.id, enabled=True, reason="恢复", by=above)
    assert session.get_one(Organization, local.id).region_code == COUNTY


def test_a_region_below_a_closed_one_stays_closed(session, by):
    for one in regions_under(session, "410600", by=by):
        set_region_open(session, one.code, False, by=by)
    set_region_open(session, "410600", False, by=by)
    with pytest.raises(RegionClosed):
        set_region_open(session, "410602", True, by=by)


def test_a_closed_industry_is_chosen_by_nobody_and_stays_on_who_has_it(session, by):
    employer = make_employer(session, industry_code="T")
    clerk = make_member(session, employer)
    set_industry_open(session, "T", False, by=by)
    assert "T" not in {one.id for one in listed(session, "industry_code", "").rows}
    with pytest.raises(WrongField):
        chosen_of_list(session, "industry_code", "T", "")
    assert dict(industry_names(session))["T"] == "国际组织"
    assert "T" in dict(industries(session, employer))
    edit_profile(session, ProfileFields("赵联系", "0371-60000000", industry_code="T"), by=clerk)
    edit_profile(session, ProfileFields("赵联系", "0371-60000000", industry_code="P"), by=clerk)
    assert "T" not in dict(industries(session, employer))
    with pytest.raises(IndustryUnknown):
        edit_profile(session, ProfileFields("赵联系", "0371-60000000", industry_code="T"), by=clerk)
    set_industry_open(session, "T", True, by=by)
    edit_profile(session, ProfileFields("赵联系", "0371-60000000", industry_code="T"), by=clerk)


def test_a_new_industry_has_a_letter_of_its_own(session, by):
    add_industry(session, " u ", "数据产业", by=by)
    assert session.get_one(Industry, "U").name == "数据产业"
    for code, name, refusal in (
        ("1", "某业", WrongIndustryCode),
        ("UV", "某业", WrongIndustryCode),
        ("A", "某业", CodeThere),
        ("V", "数据产业", NameThere),
        ("V", "", WrongName),
    ):
        with pytest.raises(refusal):
            add_industry(session, code, name, by=by)
    with pytest.raises(NotFound):
        set_industry_open(session, "V", False, by=by)


def test_the_tree_is_read_a_level_at_a_time(session, by):
    make_hr(session, level=Level.PROVINCE, region_code=PROVINCE, name="省厅")
    with statements() as made:
        cities = regions_under(session, PROVINCE, by=by)
    assert len(made) == 1
    assert (len(cities), cities[0].name, cities[0].below) == (18, "郑州市", 12)
    assert find_region(session, PROVINCE, by=by).department == "省厅"
    assert len(list_industries(session, by=by)) == 20
    with pytest.raises(NotFound):
        find_region(session, "000000", by=by)


def test_only_system_administrators_who_hold_the_module_change_anything(session, by):
    office = make_office(session, OrganizationKind.SYSTEM)
    for other in (make_member(session, office, modules=(Module.PROVINCE,)), make_member(session, make_hr(session))):
        for change in (
            lambda other=other: add_region(session, CITY, "410171", "某区", by=other),
            lambda other=other: rename_region(session, CITY, "某市", by=other),
            lambda other=other: set_region_open(session, COUNTY, False, by=other),
            lambda other=other: add_industry(session, "U", "某业", by=other),
            lambda other=other: rename_industry(session, "A", "某业", by=other),
            lambda other=other: set_industry_open(session, "A", False, by=other),
            lambda other=other: regions_under(session, None, by=other),
            lambda other=other: list_industries(session, by=other),
        ):
            with pytest.raises(NotPermitted):
                change()
