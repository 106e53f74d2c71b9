"""The diagram editor opened for the first time in Chromium, beside bpmn-js's starter page with the same diagram."""

import gzip
import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Response, ViewportSize, sync_playwright

from app.database import Database
from app.runtime.embedded import Urls
from app.services.diagrams.drafts import read_draft, start_draft
from app.services.diagrams.library import current_version
from bench.figures import Figure, at_most
from bench.starter import starter
from tests.browser.site import running_on
from tests.drawing import PROCESS, make_offices

TIMES = 5
SHARE = 1.5  # at most so many times the starter page
PATIENCE = 60_000  # milliseconds
SIZE: ViewportSize = {"width": 1440, "height": 900}

# Both pages set `data-ready` when their canvas answers; observed in the page, so no round trip is counted.
WATCH = """
new MutationObserver(() => { window.readyAt ??= performance.now() })
  .observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] })
"""


@dataclass(frozen=True)
class Opening:
    """What opening a page for the first time took: scripts and styles, compressed, and time until it answers."""

    size: int  # bytes
    ready: float  # milliseconds


def measure(database: Database, urls: Urls) -> list[Figure]:
    """Size and time, the pages opened in turn, so that a machine that slows down slows both."""
    with database.unit_of_work() as session:
        who = make_offices(session).system
        draft_id = start_draft(session, current_version(session, PROCESS), "增加市级复核", by=who)
        xml = read_draft(session, draft_id, by=who).xml
    with running_on(urls) as site, starter(xml) as floor_url, chromium() as browser:
        url, token = f"{site.url}/diagrams/drafts/{draft_id}/edit", site.token_of(who)
        pairs = [(opened(browser, url, token), opened(browser, floor_url)) for _ in range(1 + TIMES)]
    ours, floor = zip(*pairs[1:], strict=True)  # the first pair warms the servers up
    return [
        at_most("editor: scripts and styles, gzip", _size(ours), "kB", _size(floor), SHARE),
        at_most("editor: time to interactive, first use", _ready(ours), "ms", _ready(floor), SHARE),
    ]


def _size(openings: tuple[Opening, ...]) -> float:
    return statistics.median(one.size for one in openings) / 1000


def _ready(openings: tuple[Opening, ...]) -> float:
    return statistics.median(one.ready for one in openings)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


def opened(browser: Browser, url: str, token: str | None = None) -> Opening:
    """Open a page in a fresh profile, so with nothing cached; waits until it is interactive."""
    context = browser.new_context(locale="zh-CN", viewport=SIZE)
    if token:
        context.add_cookies([{"name": "session", "value": token, "url": url}])
    answers: list[Response] = []
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        page.on("response", lambda answer: answers.append(answer))
        page.goto(url)
        page.wait_for_selector("[data-ready]", state="attached")
        ready = float(page.evaluate("window.readyAt"))
        return Opening(sum(_compressed(one) for one in answers if _is_code(one)), ready)
    finally:
        context.close()


def _is_code(answer: Response) -> bool:
    return answer.url.partition("?")[0].endswith((".js", ".css"))


def _compressed(answer: Response) -> int:
    """Compressed here, whether the server does so or a proxy before it: both pages by the same measure."""
    return len(gzip.compress(answer.body(), 9))
