"""Chromium, and the whole system for it to look at: web server and worker as in production, on a database of
each module's own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from app.permissions import Actor
from tests.browser.province import Province
from tests.browser.site import Site, running
from tests.clones import Clones

DESKTOP = (1440, 900)
TELEPHONE = (390, 844)
HERE = Path(__file__).parent
PATIENCE = 15_000  # milliseconds: a busy machine is slow, a page that never comes is a fault


class OpenPage(Protocol):
    """Opens a page as somebody (None: not signed in), each in a browser of his own."""

    def __call__(
        self, who: Actor | None = None, *, size: tuple[int, int] = DESKTOP, scripts: bool = True
    ) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def site(clones: Clones) -> Iterator[Site]:
    """The system, running; empty but for what the module's own fixtures commit to `site.database`."""
    with running(clones) as site:
        yield site


@pytest.fixture(scope="module")
def province(site: Site) -> Province:
    """The parties of a score, and a neighbour's, in the running system."""
    return Province(site.database)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. This folder's own: Playwright's loop would be in the way of tests that run a worker."""
    expect.set_options(timeout=PATIENCE)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=program, args=options)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open pages; the test fails if a script, the security policy or the server did."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(who: Actor | None = None, *, size: tuple[int, int] = DESKTOP, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            reduced_motion="reduce",  # colours are judged at rest
        )
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": site.token_of(who), "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        listen(page, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page at desktop width, signed in as nobody."""
    return open_page()


def listen(page: Page, faults: list[str]) -> None:
    """Write down whatever goes wrong in a page."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(fault_in(message)))
    page.on("response", lambda response: faults.extend(fault_of(response)))


def fault_in(message: ConsoleMessage) -> list[str]:
    """Return what a console message complains of; what failed to load is for `fault_of` to judge."""
    is_refusal = message.text.startswith("Failed to load resource")
    return [message.text] if message.type == "error" and not is_refusal else []


def fault_of(response: Response) -> list[str]:
    """Return what is wrong with an answer: a page may be refused (4xx), what belongs to a page may not."""
    is_page = response.request.is_navigation_request()
    is_wrong = response.status >= (500 if is_page else 400)
    return [f"{response.status} {response.url}"] if is_wrong else []
