"""Registering in Chromium: no fault for those who cannot see a page, none wider than a telephone, by keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models import Industry
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import PASSWORD
from tests.factories.planning import PDF
from tests.registering import CODE, NAME, NUMBER, register_somewhere

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def registered(site: Site) -> dict[str, object]:
    """A registration that was returned to its applicant, another one that waits."""
    with site.database.unit_of_work() as session:
        session.add(Industry(code="P", name="教育"))
        registering = register_somewhere(session)
        registering.submit()
        registering.decide("return", by=registering.hr_member)
        return {"hr": registering.hr_member, "name": registering.hr.name}


def look(page: Page, name: str, size: tuple[int, int]) -> None:
    """The page has no fault and fits."""
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}_{size[0]}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_steps_have_no_fault_and_fit(site: Site, open_page: OpenPage, registered: dict[str, object], size):
    page = open_page(size=size)
    page.goto(f"{site.url}/register")
    look(page, "choose", size)
    page.get_by_role("link", name="用人单位注册").click()
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE[8:17])
    page.set_input_files("input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": PDF})
    look(page, "code", size)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill("黄河医院")
    page.get_by_role("button", name="选择同级人社部门").click()
    choice = page.get_by_role("button", name=str(registered["name"]), exact=True)
    expect(choice).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=hr_id_text]")).to_have_value(str(registered["name"]))
    page.get_by_label("所属行业").select_option("P")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    look(page, "organization", size)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("身份证号")).to_be_visible()
    look(page, "applicant", size)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_progress_has_no_fault_and_fits(site: Site, open_page: OpenPage, registered: dict[str, object], size):
    page = open_page(size=size)
    page.goto(f"{site.url}/register/progress")
    look(page, "progress", size)
    page.get_by_label("真实姓名").fill(NAME)
    page.get_by_label("身份证号").fill(NUMBER)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("请更换清晰的扫描件").first).to_be_visible()
    look(page, "one", size)
    page.get_by_role("link", name="修改并重新提交").click()
    look(page, "correct", size)


def test_without_scripts_the_departments_name_is_typed(
    site: Site, open_page: OpenPage, registered: dict[str, object]
):
    page = open_page(scripts=False)
    page.goto(f"{site.url}/register/base/code")
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE[8:17])
    page.set_input_files("input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill("黄河学院")
    page.get_by_label("培训机构级别").select_option("city")
    page.locator("[name=hr_id_text]").fill(str(registered["name"]))
    page.get_by_label("所属行业").select_option("P")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("身份证号")).to_be_visible()
