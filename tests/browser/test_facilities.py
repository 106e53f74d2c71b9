"""Venues and people of a base in Chromium: at both widths and without faults, from the form to the list."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models import StaffKind, VenueKind
from tests.app.services.organization.test_staff_import import LI, WANG, book_of
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.factories import make_base, make_member, make_staff, make_venue

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def equipped(site: Site) -> dict[str, object]:
    """A base with rooms and people."""
    with site.database.unit_of_work() as session:
        base = make_base(session)
        equipment = "学员机六十台、教师机一台、投影仪、录播设备、扩声系统、交换机和不间断电源各一套"
        make_venue(
            session, base, name="综合楼三层第一计算机机房", kind=VenueKind.COMPUTER_ROOM, equipment=equipment
        )
        guest = {"kind": StaffKind.PART_TIME, "title": "教授", "employer_name": "中原示范大学信息工程学院"}
        make_staff(session, base, name="沈老师", **guest)
        return {
            "member": make_member(session, base),
            "venue": make_venue(session, base).id,
            "staff": make_staff(session, base).id,
        }


PAGES = (
    "/organization",
    "/organization/venues",
    "/organization/venues/new",
    "/organization/venues/{venue}/edit",
    "/organization/venues/{venue}/delete",
    "/organization/staff",
    "/organization/staff/new",
    "/organization/staff/import",
    "/organization/staff/{staff}/edit",
    "/organization/staff/{staff}/delete",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(open_page: OpenPage, equipped: dict[str, object], address: str):
    page = open_page(equipped["member"], size=TELEPHONE)
    page.goto(address.format(**equipped))
    for width, height in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert faults_of(page) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{width}.png", full_page=True)


def test_a_refused_venue_is_mended_and_then_deleted(open_page: OpenPage, equipped: dict[str, object]):
    page = open_page(equipped["member"])
    page.goto("/organization")
    page.get_by_role("link", name="教学场地设施").click()
    page.get_by_role("link", name="新增场地").click()
    page.get_by_label("场地名称").fill("西楼教室")
    page.get_by_label("面积").fill("75")
    page.get_by_label("座位数").fill("0")
    page.get_by_label("自有").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("教室须有座位")
    assert faults_of(page) == []
    page.get_by_label("座位数").fill("45")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="西楼教室")).to_contain_text("45")
    page.get_by_role("link", name="删除 西楼教室").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("row", name="西楼教室")).to_have_count(0)


def test_who_teaches_part_time_is_entered_with_his_employer(open_page: OpenPage, equipped: dict[str, object]):
    page = open_page(equipped["member"], size=TELEPHONE)
    page.goto("/organization/venues")
    page.get_by_role("link", name="人员情况").click()
    page.get_by_role("link", name="新增人员").click()
    page.get_by_label("兼职教师").check()
    page.get_by_label("姓名").fill("钱教授")
    page.get_by_label("学历").select_option(index=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写其所在单位")
    page.get_by_label("所在单位").fill("测试大学")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="钱教授")).to_contain_text("测试大学")


def test_a_list_is_imported_and_its_wrong_row_skipped(
    open_page: OpenPage, equipped: dict[str, object], tmp_path: Path
):
    file = tmp_path / "人员.xlsx"
    file.write_bytes(book_of(WANG, LI, ["赵老师", "教师", "博士", None, None, None]).getvalue())
    page = open_page(equipped["member"])
    page.goto("/organization/staff")
    page.get_by_role("link", name="批量导入").click()
    page.get_by_label("人员表格").set_input_files(file)
    page.get_by_role("button", name="上传并导入").click()
    expect(page.get_by_role("alert").filter(has_text="没有导入任何人员")).to_contain_text("1 行有误，2 行正确")
    for width, height in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert faults_of(page) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"staff_import_wrong_{width}.png", full_page=True)
    page.get_by_label("人员表格").set_input_files(file)
    page.get_by_label("跳过有误的行").check()
    page.get_by_role("button", name="上传并导入").click()
    expect(page.get_by_role("status").filter(has_text="已导入")).to_contain_text("已导入 2 人")
    page.get_by_role("link", name="查看人员名单").click()
    expect(page.get_by_role("row", name="李老师")).to_contain_text("测试大学")
