"""The lists of an inbox in Chromium: no fault for those who cannot see a page, none wider than a telephone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.approvals import decide
from models import WorkItem
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.journey import begin
from tests.planning import plan_something

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def waiting(site: Site) -> dict[str, object]:
    """Scores that wait for an employer, others that it decided and HR has now; a plan of another base."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=6)
        journey.declare()
        items = journey.open_items("employer_review")
        chain = journey.chain
        decide(session, items[:3], by=chain.employer_member, outcome="approve", comment="属实")
        decide(session, items[3:4], by=chain.employer_member, outcome="return", comment="成绩与证书不符，请核对")
        plan_something(session).submit()
        item = session.get_one(WorkItem, items[4])
        return {
            "employer": chain.employer_member,
            "hr": chain.hr_member,
            "base": chain.base_member,
            "group": f"{item.user_task_id}/{item.group_id}",
            "class": chain.training_class.name,
            "base_name": chain.base.name,
            "instance": item.instance_id,
            "submitter": chain.base.id,
            "learner": chain.learners[4].name,
        }


PAGES = {
    "/inbox": "employer",
    "/inbox?since=2020-01-01&kind=score&submitter_id={submitter}": "employer",
    "/inbox?fold=submitter": "employer",
    "/inbox?fold=task": "hr",
    "/inbox/groups/{group}?sort=newest": "employer",
    "/inbox/decided": "employer",
    "/inbox/views": "employer",
    "/inbox/views/new?kind=score&sort=oldest": "employer",
    "/instances": "base",
    "/instances/{instance}": "employer",
    "/instances/{instance}?as=base": "base",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, waiting: dict[str, object], address: str, size: tuple[int, int]
):
    page = open_page(waiting[PAGES[address]], size=size)
    page.goto(site.url + address.format(**waiting))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        name = "".join(sign if sign.isalnum() else "_" for sign in address)
        page.screenshot(path=Path(PICTURES) / f"{name}_{size[0]}.png", full_page=True)


def test_a_reviewer_narrows_saves_and_finds_the_filter_again(
    site: Site, open_page: OpenPage, waiting: dict[str, object]
):
    page = open_page(waiting["employer"])
    page.goto(f"{site.url}/inbox")
    page.get_by_label("归并").select_option("submitter")
    page.get_by_role("button", name="查询").click()
    page.get_by_text("展开").or_(page.locator("details.peek > summary")).first.click()
    expect(page.locator(".peek-rows").get_by_role("link", name=str(waiting["class"]))).to_be_visible()
    page.get_by_role("link", name=str(waiting["base_name"]), exact=True).click()
    expect(page.get_by_text("只看申报单位")).to_be_visible()
    page.get_by_role("link", name="保存当前筛选").click()
    page.get_by_label("名称").fill("这个基地的")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存筛选")).to_be_visible()
    page.goto(f"{site.url}/inbox")
    page.get_by_role("link", name="这个基地的").click()
    expect(page.get_by_text("只看申报单位")).to_be_visible()


def test_columns_are_chosen_on_the_page(site: Site, open_page: OpenPage, waiting: dict[str, object]):
    page = open_page(waiting["employer"])
    page.goto(f"{site.url}/inbox/groups/{waiting['group']}")
    page.get_by_text("选择列").click()
    page.get_by_label("身份证号", exact=True).uncheck()
    page.get_by_role("button", name="应用").click()
    expect(page.get_by_role("columnheader", name="成绩")).to_be_visible()
    expect(page.get_by_role("columnheader", name="身份证号")).to_have_count(0)


def test_a_list_is_worked_through_by_keyboard(site: Site, open_page: OpenPage, waiting: dict[str, object]):
    page = open_page(waiting["hr"])
    page.goto(f"{site.url}/inbox")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=str(waiting["class"]))).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="办理意见")
    expect(dialog.get_by_text("共 1 项")).to_be_visible()
    dialog.get_by_label("意见", exact=False).last.fill("kajnr?")  # typed into a field, keys are letters
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    assert accessibility_faults(page) == []


def test_after_a_decision_the_next_one_opens_until_that_is_turned_off(
    site: Site, open_page: OpenPage, waiting: dict[str, object]
):
    page = open_page(waiting["hr"])
    page.goto(f"{site.url}/inbox")
    page.get_by_role("link", name=str(waiting["class"]), exact=True).click()
    page.locator("a[data-open]").first.click()
    page.wait_for_url("**/instances/*")  # loaded, scripts too: a key pressed before that is nobody's
    first = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="办理意见")
    dialog.get_by_label("意见", exact=False).last.fill("请核对")
    returned = page.url
    dialog.get_by_role("button", name="确认退回").click()
    page.wait_for_url(lambda url: url != returned and "decide" not in url)
    expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible()


def test_keys_and_the_next_item_can_be_turned_off(site: Site, open_page: OpenPage, waiting: dict[str, object]):
    page = open_page(waiting["employer"])
    page.goto(f"{site.url}/settings")
    assert accessibility_faults(page) == []
    page.get_by_label("启用单键快捷键").uncheck()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存办理设置")).to_be_visible()
    page.goto(f"{site.url}/inbox")
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(page.get_by_role("dialog", name="快捷键")).to_have_count(0)
    expect(page.locator("tr.is-current")).to_have_count(0)
    page.goto(f"{site.url}/settings")
    page.get_by_label("启用单键快捷键").check()
    page.get_by_role("button", name="保存").click()
