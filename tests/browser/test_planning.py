"""Planning in Chromium: no fault for those who cannot see a page, none wider than a telephone, subjects by type."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route, expect

from models import PlanState, Subject, SubjectType
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import make_attachment, make_plan, make_subject
from tests.planning import plan_something

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def planned(site: Site) -> dict[str, object]:
    """A base with a draft, a plan that waits and an effective one."""
    with site.database.unit_of_work() as session:
        planning = plan_something(session)
        make_subject(
            session,
            organization=session.get_one(type(planning.base), planning.base.hr_id),
            kind=SubjectType.PUBLIC,
            name="人工智能通识",
        )
        make_attachment(session, planning.plan, by=planning.base_member)
        planning.submit()
        draft = make_plan(session, base=planning.base, subject=planning.subject)
        make_attachment(session, draft, by=planning.base_member)
        good = make_plan(session, base=planning.base, subject=planning.subject, state=PlanState.APPROVED)
        return {
            "base": planning.base_member,
            "competent": planning.competent_member,
            "subject": session.get_one(Subject, planning.subject.id).name,
            "instance": planning.instance().id,
            "subject_id": planning.subject.id,
            "draft": draft.id,
            "good": good.id,
        }


PAGES = {
    "/base/plans": "base",
    "/base/plans/new": "base",
    "/base/plans/{draft}": "base",
    "/base/plans/{draft}/edit": "base",
    "/base/plans/{draft}/delete": "base",
    "/base/subjects": "base",
    "/base/subjects/new": "base",
    "/base/subjects/{subject_id}/edit": "base",
    "/base/classes": "base",
    "/base/classes/new": "base",
    "/base/classes/new/{good}": "base",
    "/inbox": "competent",
    "/instances/{instance}": "competent",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, planned: dict[str, object], address: str, size: tuple[int, int]
):
    page = open_page(planned[PAGES[address]], size=size)
    page.goto(site.url + address.format(**planned))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_the_subjects_follow_the_type(site: Site, open_page: OpenPage, planned: dict[str, object]):
    page = open_page(planned["base"])
    page.goto(f"{site.url}/base/plans/new")
    page.get_by_label("公需科目").check()
    select = page.get_by_label("培训科目")
    expect(select.locator("option", has_text="人工智能通识")).to_have_count(1)
    expect(select.locator("option", has_text=str(planned["subject"]))).to_have_count(0)
    page.get_by_label("专业科目").check()
    expect(select.locator("option", has_text=str(planned["subject"]))).to_have_count(1)


def test_without_scripts_all_subjects_stand_in_groups(site: Site, open_page: OpenPage, planned: dict[str, object]):
    page = open_page(planned["base"], scripts=False)
    page.goto(f"{site.url}/base/plans/new")
    groups = page.locator("optgroup").evaluate_all("groups => groups.map(one => one.label)")
    assert groups == ["公需科目", "专业科目"]


def test_of_two_quick_choices_of_a_type_the_last_one_wins(
    site: Site, open_page: OpenPage, planned: dict[str, object]
):
    page, held = open_page(planned["base"]), []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.goto(f"{site.url}/base/plans/new")
    page.get_by_label("培训年度").fill("2026")
    page.route("**/base/plans/subjects*", hold_the_first)
    with page.expect_request("**/base/plans/subjects*"):
        page.get_by_label("公需科目").check()
    with page.expect_response("**/base/plans/subjects*"):
        page.get_by_label("专业科目").check()
    expect(page.get_by_label("培训科目")).to_contain_text(str(planned["subject"]))
    with suppress(Error):  # the browser has given it up
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("培训科目")).to_contain_text(str(planned["subject"]))
    expect(page.get_by_label("培训科目")).not_to_contain_text("人工智能通识")
