"""A chain is redrawn while items are in flight: drawn, checked, previewed, released, moved, found, told.

REDRAW_ROWS sets how many are in flight (60).
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.permissions import Actor
from app.services.approvals import decide
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_editor import CITY, add_step, open_editor, wait_until_saved
from tests.drawing import Offices, make_offices
from tests.factories import Chain, make_member
from tests.journey import begin

ROWS = int(os.environ.get("REDRAW_ROWS", "60"))
PICTURES = os.environ.get("PICTURES")
NOTE = "用人单位审核通过后，先由市级人社部门复核，再由县级人社部门审核。"


@pytest.fixture(scope="module")
def chain(site: Site) -> Chain:
    """Half of the items wait for the employer, half for the county's department."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=ROWS)
        journey.declare()
        items = journey.open_items("employer_review")[: ROWS // 2]
        by = journey.chain.employer_member
        assert all(result.ok for result in decide(session, items, by=by, outcome="approve"))
        return journey.chain


@pytest.fixture(scope="module")
def offices(site: Site) -> Offices:
    """A system administrator who draws, a security administrator who releases."""
    with site.database.unit_of_work() as session:
        return make_offices(session)


@pytest.fixture(scope="module")
def city_member(site: Site, chain: Chain) -> Actor:
    """Somebody of the city's department."""
    with site.database.unit_of_work() as session:
        return make_member(session, chain.city_hr, name="市级审核员")


def look(page: Page, name: str) -> None:
    """No fault on the page, and a picture of it for those who want one."""
    assert accessibility_faults(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"redrawing_{name}.png", full_page=True)


def test_a_city_review_is_inserted_while_items_are_in_flight(
    site: Site, open_page: OpenPage, chain: Chain, offices: Offices, city_member: Actor
):
    draws = open_page(offices.system)
    draft_url = draw(draws)
    preview(draws, draft_url)
    submit(draws, draft_url)
    release(open_page(offices.security))
    move(draws)
    find(open_page(city_member))


def draw(page: Page) -> str:
    """The step is inserted by the list beside the canvas, and passes the checks."""
    page.goto("/diagrams/score_declaration")
    page.get_by_label("草稿名称").fill("增加市级复核")
    page.get_by_role("button", name="从现行版本新建草稿").click()
    draft_url = page.url
    open_editor(page, int(draft_url.rsplit("/", 1)[1]))
    add_step(page, "用人单位审核", CITY)
    wait_until_saved(page)
    expect(page.locator("[data-part=count]")).to_have_text("检查通过")
    page.get_by_role("link", name="完成编辑").click()
    expect(page.locator(".changes").first).to_contain_text(f"新增 环节 {CITY}审核")
    expect(page.get_by_text("检查通过")).to_be_visible()
    look(page, "draft")
    return draft_url


def preview(page: Page, draft_url: str) -> None:
    """Before it is released, everybody can see whom it meets."""
    page.goto(f"{draft_url}/preview")
    said = page.locator(".preview-said")
    expect(said).to_contain_text(f"在办的 {ROWS - ROWS // 2:,} 件可以直接转到新版本")
    expect(said).to_contain_text(f"{ROWS // 2:,} 件需要选择")
    look(page, "preview")


def submit(page: Page, draft_url: str) -> None:
    """With a reason, and for at once."""
    page.goto(f"{draft_url}/release")
    page.get_by_label("修改说明").fill(NOTE)
    page.get_by_role("button", name="提交发布").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待安全管理员审核")


def release(page: Page) -> None:
    """The security administrator finds it in the inbox, sees what it changes, and approves."""
    page.goto("/inbox")
    page.get_by_role("link", name="办理 流程发布申请").click()
    page.locator("main a[data-open]").first.click()
    expect(page.locator(".changes").first).to_contain_text(f"{CITY}审核")
    look(page, "release")
    page.get_by_role("button", name="通过", exact=True).click()
    dialog = page.get_by_role("dialog", name="办理意见")
    dialog.get_by_label(re.compile("^意见")).fill("差别和影响已核对，同意发布。")
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已办结").or_(page.get_by_text("办结时间")).first).to_be_visible()


def move(page: Page) -> None:
    """Those that wait for the county go back to the new step, the others simply move."""
    page.goto("/diagrams/score_declaration")
    page.get_by_role("link", name="制定转版计划").click()
    waiting = page.get_by_role("row", name=re.compile("^人社部门审核"))
    waiting.get_by_role("combobox").select_option(label="转到新版本，先办理新增的环节")
    look(page, "plan")
    page.get_by_role("button", name="转版", exact=True).click()
    expect(page.locator(".job-message")).to_contain_text(f"已转 {ROWS:,} 件", timeout=120_000)
    look(page, "migration")


def find(page: Page) -> None:
    """The city's reviewer finds them in the inbox, and the timeline tells how they came there."""
    page.goto("/inbox")
    expect(page.locator("main")).to_contain_text(f"{ROWS // 2:,}")
    page.locator("main a", has_text="办理").first.click()
    page.locator("main a[data-open]").first.click()
    expect(page.get_by_role("heading", name="办理过程").locator("xpath=../..")).to_contain_text("第2版")
    look(page, "found")
