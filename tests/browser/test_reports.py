"""Annual reports in Chromium: written, checked, declared and graded, at both widths and without faults."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from models import PlanState
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import make_class, make_learner, make_plan, make_report, make_score
from tests.reporting import YEAR, report_something

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def reported(site: Site) -> dict[str, object]:
    """A base with a draft, a report that waits, and one that was graded."""
    with site.database.unit_of_work() as session:
        reporting = report_something(session)
        make_plan(session, base=reporting.base, state=PlanState.APPROVED, year=YEAR, people=3, hours=40)
        taught = make_class(session, base=reporting.base, hours=24, training_year=YEAR)
        for value in (85, 92, 55):
            make_score(session, taught, make_learner(session), value=value, entered_by=reporting.base_member)
        reporting.declare()
        waiting = reporting.instance().id
        graded = report_something(session)
        graded.declare()
        graded.decide("excellent", by=graded.hr_member)
        draft = make_report(session, reporting.base_member, year=YEAR - 1)
        return {
            "base": reporting.base_member,
            "hr": reporting.hr_member,
            "other": graded.base_member,
            "draft": draft.id,
            "waiting": waiting,
            "declared": reporting.report.id,
            "graded": graded.instance().id,
        }


PAGES = {
    "/base/reports": "base",
    "/base/reports/new": "base",
    "/base/reports/{draft}": "base",
    "/base/reports/{draft}/edit": "base",
    "/base/reports/{draft}/declare": "base",
    "/base/reports/{draft}/delete": "base",
    "/base/reports/{declared}": "base",
    "/inbox": "hr",
    "/instances/{waiting}": "hr",
    "/instances/{graded}": "other",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, reported: dict[str, Actor], address: str, size: tuple[int, int]
):
    page = open_page(reported[PAGES[address]], size=size)
    page.goto(site.url + address.format(**reported))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_a_report_goes_from_the_form_to_its_grade(site: Site, open_page: OpenPage, reported: dict[str, Actor]):
    base = open_page(reported["base"])
    base.goto(f"{site.url}/base/reports/new")
    base.get_by_label("报告名称").fill("全年工作报告")
    base.locator("#year").fill("2023")
    base.get_by_label("下年度培训计划").fill("举办培训三期。")
    base.get_by_role("button", name="保存").click()
    base.get_by_role("link", name="核对并申报").click()
    base.get_by_role("button", name="确认无误，申报").click()
    expect(base.get_by_text("申报成功")).to_be_visible()
    hr = open_page(reported["hr"])
    hr.goto(f"{site.url}/inbox")
    hr.get_by_role("link", name="的年审报告").first.click()
    hr.get_by_role("link", name="全年工作报告", exact=True).click()
    hr.get_by_role("button", name="优秀").first.click()
    hr.locator("dialog[open] [data-confirm]").click()
    expect(hr.get_by_text("评为优秀")).to_be_visible()
    base.goto(f"{site.url}/base/reports")
    expect(base.get_by_role("row", name="全年工作报告")).to_contain_text("审核通过（优秀）")
