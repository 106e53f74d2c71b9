"""The system as it really runs: a web server, a worker, a browser."""

from playwright.sync_api import Page

from tests.browser.site import Site


def test_the_system_says_that_it_is_well(page: Page, site: Site) -> None:
    answer = page.goto("/healthz")

    assert answer
    assert answer.status == 200
    assert answer.json() == {"database": True, "worker": True}
