"""Reference data: what is loaded, and that loading again harms nothing."""

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.reference import Loaded, load_reference
from models import Industry, Level, Region, YearRule


def test_all_of_henan_is_there(session: Session):
    loaded = load_reference(session)

    levels = dict(session.execute(select(Region.level, func.count()).group_by(Region.level)).all())
    assert loaded == Loaded(regions=175, industries=20, year_rules=4)
    assert levels == {Level.PROVINCE: 1, Level.CITY: 18, Level.COUNTY: 156}


def test_a_city_without_counties_belongs_to_the_province(session: Session):
    load_reference(session)

    jiyuan = session.get_one(Region, "419001")
    assert (jiyuan.name, jiyuan.level, jiyuan.parent_code) == ("济源市", Level.CITY, "410000")


def test_districts_that_replaced_counties_are_named_as_today(session: Session):
    load_reference(session)

    names = dict(session.execute(select(Region.code, Region.name)).all())
    assert names["410307"] == "偃师区"
    assert names["411603"] == "淮阳区"
    assert names["410783"] == "长垣市"
    assert not {"410381", "411626", "410728", "410306"} & set(names)


def test_every_region_is_below_one_of_the_next_level(session: Session):
    load_reference(session)

    levels = {region.code: region.level for region in session.scalars(select(Region))}
    above = {Level.COUNTY: Level.CITY, Level.CITY: Level.PROVINCE}
    for region in session.scalars(select(Region).where(Region.parent_code.is_not(None))):
        assert levels[region.parent_code] is above[region.level], region.name


def test_industries_are_the_letters_a_to_t(session: Session):
    load_reference(session)

    assert "".join(session.scalars(select(Industry.code).order_by(Industry.code))) == "ABCDEFGHIJKLMNOPQRST"


def test_loading_again_corrects_names_and_adds_nothing(session: Session):
    load_reference(session)
    session.get_one(Region, "410105").name = "金永区"
    session.flush()

    load_reference(session)

    session.expire_all()
    assert session.get_one(Region, "410105").name == "金水区"
    assert session.scalar(select(func.count()).select_from(Region)) == 175


def test_the_minimums_that_a_province_changed_stay(session: Session):
    load_reference(session)
    rule = session.scalars(select(YearRule).where(YearRule.year == 2026)).one()
    rule.public_hours = Decimal(30)
    session.flush()

    load_reference(session)

    session.expire_all()
    assert rule.public_hours == 30


def test_six_hours_of_the_total_may_be_of_either_kind(session: Session):
    load_reference(session)

    for rule in session.scalars(select(YearRule)):
        assert (rule.total_hours, rule.public_hours, rule.professional_hours) == (90, 24, 60)
        assert (rule.hours_per_day, rule.pass_mark) == (8, 60)
