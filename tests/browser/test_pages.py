"""Every page of the journey, at a desk and on a telephone: nothing too wide, nothing that only some can use, no
link that leads nowhere, and nothing for a neighbour to see."""

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.places import AT_EMPLOYER, Places, make_places
from tests.browser.province import Province

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
LINK = re.compile(r'\s(?:href|src|data-diagram-url|hx-get)="([^"#]+)')
Act = Callable[[Page], None]


@pytest.fixture(scope="module")
def places(province: Province, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Everything that the pages show."""
    return make_places(province, tmp_path_factory.mktemp("places"))


def press(name: str, **tick: str) -> Act:
    """Press a button, after ticking a row if one is given; what opens is part of the page then."""

    def act(page: Page) -> None:
        if tick:
            page.get_by_role("checkbox", name=re.compile(tick["row"])).first.check()
        page.get_by_role("button", name=name, exact=True).first.click()
        expect(page.get_by_role("dialog").or_(page.get_by_role("alert")).first).to_be_visible()

    return act


def ask_to_withdraw(page: Page) -> None:
    """The page that asks for the reason."""
    page.get_by_role("button", name=f"撤回 {AT_EMPLOYER} 的申报").click()
    expect(page.get_by_role("heading", level=1, name="撤回申报")).to_be_visible()


def wait_for_diagram(page: Page) -> None:
    """The picture comes after the page."""
    expect(page.locator(".diagram-canvas svg .djs-element").first).to_be_visible()


def wait_for_chart(page: Page) -> None:
    """So does the chart."""
    expect(page.locator("[data-chart] svg")).to_be_visible()


PAGES: list[tuple[str, str, Act | None]] = [
    ("nobody", "sign-in", None),
    ("nobody", "sign-in", press("登录")),
    ("base", "home", None),
    ("base", "password", None),
    ("somebody of two organisations", "identities", None),
    ("base", "classes", None),
    ("base", "class", None),
    ("base", "all scores", None),
    ("base", "taught classes", wait_for_chart),
    ("base", "class", press("成绩录入")),
    ("base", "edit", None),
    ("base", "delete", None),
    ("base", "upload", None),
    ("base", "upload", press("上传并核对")),
    ("base", "import", None),
    ("base", "refused import", None),
    ("base", "declarations", None),
    ("base", "declarations", press("选择培训班名称")),
    ("base", "declarations", ask_to_withdraw),
    ("base", "inbox", None),
    ("base", "returned group", None),
    ("base", "correction", None),
    ("base", "submitted", None),
    ("base", "command", None),
    ("base", "returned instance", wait_for_diagram),
    ("employer", "inbox", None),
    ("employer", "inbox", press("整组通过", row="选择")),
    ("employer", "employer's group", None),
    ("employer", "employer's group", press("退回", row=AT_EMPLOYER)),
    ("employer", "instance at the employer", wait_for_diagram),
    ("employer", "instance at the employer", press("不予通过")),
    ("hr", "hr's group", None),
    ("hr", "instance at the hr department", wait_for_diagram),
    ("learner", "hours", wait_for_chart),
    ("learner", "qualified instance", wait_for_diagram),
    ("learner", "nothing", None),
    ("employer", "classes", None),
]


@pytest.mark.parametrize(
    ("who", "place", "act"), PAGES, ids=[f"{who}, {place}{', acting' if act else ''}" for who, place, act in PAGES]
)
def test_a_page_fits_and_can_be_used_by_everybody(
    open_page: OpenPage, places: Places, who: str, place: str, act: Act | None
) -> None:
    """Opened on a telephone, then given the width of a desk."""
    page = open_page(places.people[who], size=TELEPHONE)
    page.goto(places.addresses[place])
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    if act:
        act(page)

    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults_of(page) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{who}-{place}-{size[0]}.png", full_page=True)


@pytest.mark.parametrize("who", ["base", "employer", "hr", "learner"])
def test_no_link_of_any_page_is_dead(open_page: OpenPage, places: Places, who: str) -> None:
    page = open_page(places.people[who])
    page.goto("/")
    waiting, seen, dead = [page.url], {page.url}, []

    while waiting:
        here = waiting.pop()
        answer = page.request.get(here)
        if not answer.ok:
            dead.append(f"{answer.status} {here}")
        if "html" not in answer.headers["content-type"]:
            continue
        for link in LINK.findall(answer.text()):
            there = urljoin(here, unescape(link))
            if there not in seen and urlsplit(there).netloc == urlsplit(here).netloc:
                seen.add(there)
                waiting.append(there)

    assert dead == []
    assert len(seen) > 5


PRIVATE = {
    "neighbour base": [
        "class",
        "edit",
        "delete",
        "template",
        "upload",
        "import",
        "wrong rows",
        "refused import",
        "command",
        "instance at the employer",
        "correction",
        "diagram",
    ],
    "neighbour employer": ["employer's group", "instance at the employer", "diagram"],
    "neighbour hr": ["hr's group", "instance at the hr department", "diagram"],
    "neighbour learner": ["qualified instance", "diagram"],
}


@pytest.mark.parametrize("neighbour", PRIVATE)
def test_a_neighbour_finds_nothing(open_page: OpenPage, places: Places, neighbour: str) -> None:
    page = open_page(places.people[neighbour])

    for place in PRIVATE[neighbour]:
        answer = page.goto(places.addresses[place])
        assert answer
        assert answer.status == 404, place
        expect(page.get_by_role("heading", level=1, name="没有找到这个页面")).to_be_visible()
