"""Decision tables in Chromium: written, found wrong, mended, saved; without scripts too."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.services.diagrams.drafts import start_draft
from app.services.diagrams.library import current_version
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.drawing import Offices, make_offices

PICTURES = os.environ.get("PICTURES")


@pytest.fixture(scope="module")
def offices(site: Site) -> Offices:
    with site.database.unit_of_work() as session:
        return make_offices(session)


@pytest.fixture
def draft_url(site: Site, offices: Offices) -> str:
    with site.database.unit_of_work() as session:
        version = current_version(session, "score_declaration")
        return f"/diagrams/drafts/{start_draft(session, version, '用决策表', by=offices.system)}"


def look(page: Page, name: str) -> None:
    """No fault, nothing wider than the window, and a picture for those who want one."""
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"tables_{name}.png", full_page=True)


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_a_table_is_written_found_wrong_and_mended(
    open_page: OpenPage, offices: Offices, draft_url: str, size: dict[str, int], request: pytest.FixtureRequest
):
    page, called = open_page(offices.system, size=size), request.node.callspec.id
    page.goto(draft_url)
    page.get_by_role("link", name="新建决策表").click()
    page.get_by_label("决策表名称").fill("按级别和学时定层级")
    for column in ("基地级别", "学时"):
        if page.locator("#variable option", has_text=column).count():
            page.locator("#variable").select_option(label=column)
            button(page, "添加输入列")
    button(page, "去掉输入列 成绩")
    expect(page.get_by_text("改动尚未保存")).to_be_visible()
    page.get_by_label("第 1 行 基地级别 省级").check()
    page.get_by_label("第 1 行 学时 比较").select_option(label="大于")
    page.get_by_label("第 1 行 学时 值").fill("8")
    page.get_by_label("第 1 行 输出 way").fill("city")
    button(page, "添加一行")
    page.get_by_label("第 2 行 输出 way").fill("county")
    button(page, "保存决策表")
    expect(page.get_by_text("第 1 行与第 2 行重叠")).to_be_visible()
    look(page, f"wrong_{called}")
    page.get_by_label("命中策略").select_option("FIRST")
    page.get_by_label("决策表名称").press("Enter")
    expect(page.get_by_text("没有遗漏，也没有互相冲突的规则")).to_be_visible()
    page.get_by_role("link", name="返回草稿").click()
    expect(page.get_by_text("流程图尚未调用")).to_be_visible()
    look(page, f"draft_{called}")
    for link in ("载入 .dmn 文件", "删去 按级别和学时定层级"):
        page.goto(draft_url)
        page.get_by_role("link", name=link).click()
        look(page, f"{link[:2]}_{called}")
    button(page, "删去")
    expect(page.get_by_text("没有决策表。")).to_be_visible()
