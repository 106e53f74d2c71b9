"""专业技术人员注册 in Chromium: from the public home page, past the employer, to the first sign-in."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.services.diagrams.publish import publish_shipped
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import PASSWORD, make_employer, make_hr, make_member, make_region, nth_resident_id

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
REGION = "中原测试市"
EMPLOYER = "中原测试市第一人民医院"
NAME = "钱新人"


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, object]:
    """An employer of a region, and who reviews there."""
    with site.database.unit_of_work() as session:
        publish_shipped(session)
        hr = make_hr(session, region=make_region(session, name=REGION))
        employer = make_employer(session, hr=hr, name=EMPLOYER)
        make_employer(session, hr=hr, name="中原测试市规划设计院")
        return {"reviewer": make_member(session, employer, name="单位审核员")}


def look(page: Page, name: str, size: tuple[int, int]) -> None:
    """The page has no fault and fits."""
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"learner-{name}_{size[0]}.png", full_page=True)


def find_employer(page: Page) -> None:
    """From the home page to the form, by region and name."""
    page.goto("/")
    page.get_by_role("link", name="专业技术人员注册").click()
    page.get_by_label("用人单位所属区域").select_option(label=REGION)
    page.get_by_label("单位名称").fill("人民医院")
    page.get_by_role("button", name="查询").click()


def fill(page: Page, number: str) -> None:
    """Everything that a new user is asked."""
    page.get_by_label("身份证号").fill(number)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_label("真实姓名").fill(NAME)
    page.get_by_label("手机号码").fill("13800001234")
    page.get_by_label("职称系列").select_option("卫生技术")
    page.locator("[name=privacy]").check()


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_from_the_home_page_to_the_first_sign_in(open_page: OpenPage, known: dict, size: tuple[int, int]):
    number = nth_resident_id(4_100_000 + size[0])
    page, reviewer = open_page(size=size), open_page(known["reviewer"], size=size)
    find_employer(page)
    look(page, "employers", size)
    page.get_by_role("link", name=f"选定 {EMPLOYER}").click()
    fill(page, number)
    page.get_by_role("button", name="提交注册").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写电子邮箱")
    expect(page.get_by_label("真实姓名")).to_have_value(NAME)
    look(page, "refused", size)
    page.get_by_label("电子邮箱").fill("qian@yiyuan.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_role("button", name="提交注册").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")
    look(page, "done", size)
    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_text(EMPLOYER).first).to_be_visible()
    look(page, "progress", size)
    approve(reviewer)
    page.goto("/")
    page.get_by_role("link", name="专业技术人员登录").click()
    page.get_by_label("身份证号").fill(number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    if size == TELEPHONE:
        page.get_by_role("button", name="菜单").click()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="我的学时").click()
    expect(page.get_by_role("heading", level=1, name="我的学时")).to_be_visible()


def approve(page: Page) -> None:
    """The employer's half."""
    page.goto("/inbox")
    page.get_by_role("link", name="专业技术人员注册申请").first.click()
    page.get_by_role("table").get_by_role("link", name=NAME).first.click()
    expect(page.get_by_text("卫生技术")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="通过", exact=True).first.click()
    page.locator("dialog[open] [data-confirm]").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_the_form_is_filled_by_keyboard_alone(open_page: OpenPage, known: dict):
    page = open_page()
    find_employer(page)
    page.get_by_role("link", name=f"选定 {EMPLOYER}").press("Enter")
    page.locator("[name=is_user]").first.focus()
    page.keyboard.press("Tab")
    for text in (nth_resident_id(4_100_001), PASSWORD, PASSWORD, NAME, "13800001235", "qian@yiyuan.example", ""):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_label("职称系列")).to_be_focused()
    page.keyboard.press("ArrowDown")
    while not page.locator("[name=privacy]").evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")
