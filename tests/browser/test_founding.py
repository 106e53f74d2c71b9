"""新增人社部门 in Chromium: from the list to the first sign-in of its administrator, at both widths."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from models import Level
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.drawing import make_offices
from tests.factories import make_chain, make_hr, make_member, make_region, make_role
from tests.founding import make_founding

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
PASSWORD = "Chushi@2026gai"
PAGES = (
    "/organizations",
    "/organizations?under={hr}",
    "/organizations?text=没有这样的机构",
    "/organizations/{top}",
    "/organizations/{employer}",
    "/organizations/new",
    "/organizations/new/999901",
    "/organizations/{top}/password",
)


@pytest.fixture(scope="module")
def placed(site: Site) -> dict[str, object]:
    """A province with its department, and a district that has none yet."""
    with site.database.unit_of_work() as session:
        chain = make_chain(session)
        region = make_region(session, name="测试省", level=Level.PROVINCE)
        make_region(session, code="999901", name="新设高新技术产业开发区", parent=region)
        top = make_hr(session, name="测试省人力资源和社会保障厅", level=Level.PROVINCE, region=region)
        make_role(session, top, name="管理员")
        make_member(session, top, is_super=True, name="郑厅管")
        return {
            "by": make_offices(session).system,
            "top": top.id,
            "hr": chain.hr.id,
            "employer": chain.employer.id,
        }


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, placed: dict[str, Actor], address: str, size: tuple[int, int]
):
    page = open_page(placed["by"], size=size)
    page.goto(site.url + address.format(**placed))
    assert faults_of(page) == []
    if PICTURES:
        page.wait_for_load_state("networkidle")
        name = f"{PAGES.index(address)}{address.replace('/', '_').replace('?', '_')}_{size[0]}.png"
        page.screenshot(path=Path(PICTURES) / name, full_page=True)


def test_a_department_begins_with_one_who_signs_in_and_sets_his_own_password(
    site: Site, open_page: OpenPage, placed: dict[str, Actor]
):
    given = make_founding("999901")
    page = open_page(placed["by"])
    page.goto(f"{site.url}/home")
    page.get_by_role("link", name="机构管理").first.click()
    page.get_by_role("link", name="新增人社部门").click()
    page.get_by_label("所属区域").select_option("999901")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("统一社会信用代码").fill(given.credit_code)
    page.get_by_label("联系人").fill(given.contact_name)
    page.get_by_label("联系电话").fill(given.contact_phone)
    page.get_by_label("身份证号").fill("1")
    page.get_by_label("真实姓名").fill(given.person)
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("需要更正")
    assert faults_of(page) == []
    page.get_by_label("身份证号").fill(given.resident_id)
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_text("此密码只显示这一次")).to_be_visible()
    assert faults_of(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "founded.png", full_page=True)
    password = page.locator(".one-time").inner_text()
    page.get_by_role("link", name="我已记下").click()
    expect(page.get_by_role("heading", name="新设高新技术产业开发区人力资源和社会保障局")).to_be_visible()
    expect(page.locator("dd", has_text="测试省人力资源和社会保障厅").first).to_be_visible()
    person = open_page()
    person.goto(f"{site.url}/sign-in?type=hr")
    person.get_by_label("身份证号").fill(given.resident_id)
    person.locator("[name=password]").fill(password)
    person.get_by_role("button", name="登录").click()
    person.locator("[name=old_password]").fill(password)
    person.locator("[name=new_password]").fill(PASSWORD)
    person.locator("[name=again]").fill(PASSWORD)
    person.locator("main").get_by_role("button").first.click()
    expect(person.get_by_text("密码已修改")).to_be_visible()
    person.get_by_role("link", name="单位管理员").first.click()
    expect(person.locator("main")).to_contain_text(given.person)
