"""Looking at pages finds what is wrong with them: without this the other tests would prove nothing."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import TELEPHONE, OpenPage, listen
from tests.browser.inspection import faults_of

GOOD = "<!doctype html><html lang='zh-CN'><title>页面</title><main><h1>页面</h1>{}</main></html>"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<input>", "label"),
        ("<p style='color: #ccc'>看不清</p>", "color-contrast"),
        ("<div class='broad' style='width: 500px'>宽</div>", "div.broad reaches"),
    ],
)
def test_a_bad_page_is_told_from_a_good_one(open_page: OpenPage, content: str, fault: str) -> None:
    page = open_page(size=TELEPHONE)
    page.set_content(GOOD.format(""))
    assert faults_of(page) == []

    page.set_content(GOOD.format(content))
    assert [found for found in faults_of(page) if found.startswith(fault)]


def test_what_the_security_policy_stops_is_a_fault(browser: Browser, open_page: OpenPage) -> None:
    page, faults = open_page(), []
    page.goto("/sign-in")
    watched = browser.new_page()
    listen(watched, faults)
    watched.goto(page.url)

    watched.evaluate("document.body.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))")
    watched.evaluate("fetch('/there-is-nothing').then((answer) => { document.title = answer.status })")
    expect(watched).to_have_title("404")

    assert len(faults) == 2, faults
    assert "Content Security Policy" in faults[0]
    assert faults[1].startswith("404")
    watched.close()
