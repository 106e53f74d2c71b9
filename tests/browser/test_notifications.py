"""What people and other systems are told, in Chromium: no fault, nothing wider than a telephone, a silent bell."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.permissions import Actor
from app.services.approvals import decide
from app.services.approvals.remarks import urge
from app.services.webhooks.edit import WebhookFields, add_webhook
from models import NotificationKind, Webhook
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.drawing import make_offices
from tests.journey import begin

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, Actor]:
    """An employer and an HR department with news, and a base whose scores came back."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=5)
        journey.declare()
        items = journey.open_items("employer_review")
        urge(session, [journey.instances()[0].id], by=journey.chain.base_member)
        decide(session, items[:2], by=journey.chain.employer_member, outcome="approve")
        decide(session, items[2:3], by=journey.chain.employer_member, outcome="return", comment="请核对")
        decide(session, items[3:], by=journey.chain.employer_member, outcome="reject", comment="未参加")
        chain = journey.chain
        return {"employer": chain.employer_member, "hr": chain.hr_member, "base": chain.base_member}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("role", ["employer", "hr", "base"])
def test_the_list_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, people: dict[str, Actor], role: str, size: tuple[int, int]
):
    page = open_page(people[role], size=size)
    page.goto(f"{site.url}/notifications")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"notifications_{role}_{size[0]}.png", full_page=True)


def test_a_line_is_opened_with_the_keyboard_and_all_is_marked_as_read(
    site: Site, open_page: OpenPage, people: dict[str, Actor]
):
    page = open_page(people["base"])
    page.goto(f"{site.url}/home")
    bell = page.get_by_role("link", name="通知 2 条未读")
    bell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="通知", level=1)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/instances?kind=score&state=rejected")
    page.go_back()
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("link", name="通知", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_choice_of_mails_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, people: dict[str, Actor], size: tuple[int, int]
):
    page = open_page(people["employer"], size=size)
    page.goto(f"{site.url}/settings")
    page.get_by_label("每天上午一封汇总").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("请先在“个人基本信息维护”中填写电子邮箱").first).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"settings_{size[0]}.png", full_page=True)


@pytest.fixture(scope="module")
def administrator(site: Site) -> Actor:
    """A system administrator, one webhook whose last delivery failed and one that was never used."""
    with site.database.unit_of_work() as session:
        by = make_offices(session).system
        for name in ("省统一政务服务门户消息中心", "办公自动化"):
            fields = WebhookFields(name, "https://portal.example/hooks/" + "approval/" * 6, list(NotificationKind))
            add_webhook(session, fields, by=by)
        first = session.scalars(select(Webhook).order_by(Webhook.id)).first()
        first.last_at, first.last_result, first.is_failing, first.given_up = (
            first.created_at,
            "对方答复 503",
            True,
            2,
        )
        return by


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", ["/webhooks", "/webhooks/new", "/webhooks/1/edit", "/webhooks/1/delete"])
def test_a_page_of_webhooks_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, administrator: Actor, address: str, size: tuple[int, int]
):
    page = open_page(administrator, size=size)
    page.goto(site.url + address)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_a_webhook_is_added_and_its_secret_can_be_copied(site: Site, open_page: OpenPage, administrator: Actor):
    page = open_page(administrator)
    page.goto(f"{site.url}/webhooks/new")
    page.get_by_label("名称").fill("数据中心")
    page.get_by_label("接收地址").fill("https://data.example/in")
    page.get_by_label("全部事件").check()
    page.get_by_role("button", name="新增").click()
    expect(page.locator("code").first).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="已保存，返回列表").click()
    expect(page.get_by_role("cell", name="数据中心", exact=True)).to_be_visible()
