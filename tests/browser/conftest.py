"""Chromium, and the whole system for it to look at: web server and worker as in production, on a database of
each module's own."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from app.config import ROOT, settings
from app.database import Database, connect
from app.runtime import programs
from app.runtime.supervisor import Supervisor
from tests.browser.site import Site, free_port, wait_until_healthy
from tests.clones import Clones

DESKTOP = (1440, 900)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def site(clones: Clones) -> Iterator[Site]:
    """The system, running; empty but for what the module's own fixtures commit to `site.database`."""
    with clones.clone() as urls:
        port = free_port()
        here = replace(settings(), port=port, web_workers=1)
        said: list[str] = []
        env = os.environ | {"DATABASE_URL": urls.application}
        parts = [programs.web(here), programs.worker()]
        supervisor = Supervisor(parts, env=env, cwd=ROOT, say=said.append)
        database = Database(connect(urls.application))
        try:
            supervisor.look_after()
            wait_until_healthy(f"http://127.0.0.1:{port}/")
            yield Site(f"http://127.0.0.1:{port}", database)
            supervisor.look_after()
            assert not said, "the web server or the worker died meanwhile"
        finally:
            supervisor.stop()
            database.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A module's own: Playwright's loop would be in the way of tests that run a worker."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=program, args=options)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page at desktop width, signed in as nobody; the test fails if a script or the security policy did."""
    width, height = DESKTOP
    context = browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(fault_in(message)))
    yield page
    context.close()
    assert faults == []


def fault_in(message: ConsoleMessage) -> list[str]:
    """Return what a console message complains of; a refused form (4xx) is no fault of the page."""
    is_refusal = message.text.startswith("Failed to load resource")
    return [message.text] if message.type == "error" and not is_refusal else []
