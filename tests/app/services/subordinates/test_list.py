"""Who reviews finds the organisations below his own, and no others."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.errors import NotFound, NotPermitted
from app.services.subordinates import export
from app.services.subordinates.export import TooManySubordinates, export_subordinates
from app.services.subordinates.list import SubordinateFilter, list_subordinates
from app.services.subordinates.read import read_below
from app.services.subordinates.scope import regions_below, trail_to
from models import AuditEvent, Level, Module, OrganizationKind
from tests.factories import (
    make_base,
    make_competent,
    make_employer,
    make_hr,
    make_learner,
    make_member,
    make_region,
)
from tests.statements import statements


class Tree:
    """A province with a city and a county, organisations in each, and one that is none of its business."""

    def __init__(self, session):
        region = make_region(session, name="测试省", level=Level.PROVINCE)
        city_region = make_region(session, name="测试市", level=Level.CITY, parent=region)
        county_region = make_region(session, name="测试县", parent=city_region)
        self.province = make_hr(session, level=Level.PROVINCE, region=region, name="省厅")
        self.city = make_hr(session, level=Level.CITY, region=city_region, superior=self.province, name="市局")
        self.county = make_hr(session, region=county_region, superior=self.city, name="县局")
        self.competent = make_competent(session, hr=self.county, name="县教育局")
        self.base = make_base(session, competent=self.competent, name="县基地")
        self.group = make_employer(session, hr=self.county, name="集团")
        self.branch = make_employer(session, hr=self.county, superior_id=self.group.id, name="分公司50%")
        self.elsewhere = make_employer(session, name="别处的单位")
        self.province_member = make_member(session, self.province)
        self.county_member = make_member(session, self.county)


@pytest.fixture
def tree(session):
    return Tree(session)


def names(session, by, after=None, limit=50, **asked):
    page = list_subordinates(session, by=by, asked=SubordinateFilter(**asked), after=after, limit=limit)
    return [one.name for one in page.rows]


def test_right_below_are_those_of_the_tree(session, tree):
    assert names(session, tree.province_member) == ["市局"]
    assert names(session, tree.county_member) == ["县教育局", "集团"]
    assert names(session, make_member(session, tree.competent)) == ["县基地"]
    assert names(session, make_member(session, tree.group)) == ["分公司50%"]
    assert names(session, make_member(session, tree.branch)) == []


def test_one_goes_down_step_by_step_and_not_aside(session, tree):
    assert names(session, tree.province_member, under=tree.city.id) == ["县局"]
    assert names(session, tree.province_member, under=tree.competent.id) == ["县基地"]
    for other in (tree.elsewhere, tree.province):
        with pytest.raises(NotFound):
            names(session, tree.province_member, under=other.id)
    with pytest.raises(NotFound):
        names(session, tree.county_member, under=tree.city.id)


def test_all_beneath_is_everything_at_any_depth(session, tree):
    every = ["市局", "县局", "县教育局", "县基地", "集团", "分公司50%"]
    assert names(session, tree.province_member, deep=True) == every
    assert names(session, tree.county_member, deep=True) == every[2:]
    assert names(session, make_member(session, tree.competent), deep=True) == ["县基地"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"text": "公司"}, ["分公司50%"]),
        ({"text": "%"}, ["分公司50%"]),
        ({"kind": OrganizationKind.BASE}, ["县基地"]),
        ({"is_enabled": False}, ["集团"]),
        ({"is_enabled": True, "kind": OrganizationKind.EMPLOYER}, ["分公司50%"]),
        ({"region": "000000"}, []),
    ],
)
def test_a_filter_narrows_it(session, tree, asked, expected):
    tree.group.is_enabled = False
    session.flush()
    assert names(session, tree.province_member, deep=True, **asked) == expected


def test_a_region_holds_those_in_it(session, tree):
    city = tree.city.region_code
    assert names(session, tree.province_member, deep=True, region=city)[:2] == ["市局", "县局"]
    assert len(names(session, tree.province_member, deep=True, region=tree.county.region_code)) == 5
    offered = regions_below(session, by=tree.province_member)
    assert [name.strip() for _, name in offered] == ["测试省", "测试市", "测试县"]
    assert [name.count("\u3000") for _, name in offered] == [0, 1, 2]


def test_pages_follow_each_other_in_one_statement(session, tree):
    others = [make_employer(session, hr=tree.county, name=f"学校{n}") for n in range(3)]
    make_member(session, others[0], is_super=True, name="学校超级")
    with statements() as sent:
        first = list_subordinates(session, by=tree.county_member, limit=3)
    assert len(sent) == 1
    rest = names(session, tree.county_member, after=int(first.next_after), limit=3)
    assert [one.name for one in first.rows] + rest == ["县教育局", "集团", "学校0", "学校1", "学校2"]
    shown = first.rows[2]
    assert (shown.chief, shown.is_own, shown.has_below) == ("学校超级", True, False)
    assert "********" in shown.masked_id
    assert first.rows[0].has_below


def test_who_may_neither_list_nor_reset_sees_nothing(session, tree):
    with pytest.raises(NotPermitted):
        names(session, make_member(session, tree.county, modules=(Module.STATISTICS,)))
    with pytest.raises(NotPermitted):
        names(session, make_member(session, tree.base))
    assert names(session, make_member(session, tree.county, modules=(Module.ACCOUNTS,)))


def test_the_page_of_one_says_who_is_in_it_and_what_is_below(session, tree):
    make_member(session, tree.group, is_super=True, name="集团超级")
    make_learner(session, employer=tree.group)
    seen = read_below(session, tree.group.id, by=tree.province_member)
    assert (seen.chief, seen.members, seen.learners) == ("集团超级", 1, 1)
    assert seen.children == {OrganizationKind.EMPLOYER: 1}
    assert (seen.on_its_way, seen.waiting, seen.is_own) == ({}, 0, False)
    assert trail_to(session, tree.group.id, by=tree.province_member) == [
        (tree.city.id, "市局"),
        (tree.county.id, "县局"),
        (tree.group.id, "集团"),
    ]
    for other in (tree.elsewhere, tree.province):
        with pytest.raises(NotFound):
            read_below(session, other.id, by=tree.province_member)
    with pytest.raises(NotFound):
        read_below(session, tree.city.id, by=tree.county_member)


def test_the_file_holds_what_the_filter_shows_and_is_written_down(session, tree):
    asked = SubordinateFilter(deep=True, kind=OrganizationKind.BASE)
    content = export_subordinates(session, asked, by=tree.province_member)
    said = [row[0] for row in load_workbook(BytesIO(content)).active.values]
    assert "县基地" in said
    assert "集团" not in said
    written = session.query(AuditEvent).filter_by(action="organization:export").one()
    assert (written.detail["rows"], written.detail["filter"]["kind"]) == (1, "base")


def test_too_many_for_one_file_are_refused(session, tree, monkeypatch):
    monkeypatch.setattr(export, "MOST", 2)
    with pytest.raises(TooManySubordinates):
        export_subordinates(session, SubordinateFilter(deep=True), by=tree.province_member)
