"""管理账户 in Chromium: no page has a fault for those who cannot see it, none is wider than a telephone."""

import pytest
from playwright.sync_api import Page

from app.permissions import Actor
from app.services.accounts import sessions
from models import Module
from tests.browser.accessibility import accessibility_faults
from tests.browser.site import Site
from tests.factories import make_base, make_employer, make_hr, make_learner, make_member, make_role

WIDTHS = {1440: 900, 390: 844}
COOKIE = "session"


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, object]:
    """A department, a base and an employer under it, their super administrators, and those whom they manage."""
    with site.database.unit_of_work() as session:
        hr = make_hr(session, name="测试县人力资源和社会保障局")
        base, employer = make_base(session, hr=hr, name="测试学院"), make_employer(session, hr=hr, name="测试医院")
        found: dict[str, object] = {
            "hr": make_member(session, hr, is_super=True, name="赵超级"),
            "base": make_member(session, base, is_super=True, name="钱超级"),
            "employer": make_member(session, employer, is_super=True, name="孙超级"),
            "member": make_member(session, base, modules=(Module.SCORE_ENTRY,), name="李录入").membership_id,
            "role": make_role(session, base, modules=(Module.SCORE_ENTRY,), name="录入员").id,
            "learner": make_learner(session, employer=employer, name="周学员").id,
            "organization": base.id,
        }
    return found


PAGES = {
    "/accounts/members": "base",
    "/accounts/members/existing": "base",
    "/accounts/members/new": "base",
    "/accounts/members/{member}/role": "base",
    "/accounts/members/{member}/hand-over": "base",
    "/accounts/members/{member}/password": "base",
    "/accounts/members/{member}/delete": "base",
    "/accounts/roles": "base",
    "/accounts/roles/new": "base",
    "/accounts/roles/{role}": "base",
    "/accounts/roles/{role}/delete": "base",
    "/accounts/subordinates": "hr",
    "/accounts/subordinates/{organization}/password": "hr",
    "/accounts/learners": "employer",
    "/accounts/learners/{learner}/password": "employer",
    "/profile": "employer",
}


def sign_in(page: Page, site: Site, actor: Actor) -> None:
    """Give the browser the session that the sign-in form would make."""
    with site.database.unit_of_work() as session:
        token = sessions.open_session(session, data={}, user_id=actor.user_id, membership_id=actor.membership_id)
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": site.url}])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_good(page: Page, site: Site, people: dict[str, object], address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    sign_in(page, site, people[PAGES[address]])
    answer = page.goto(address.format(**people))
    assert answer
    assert answer.status == 200
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_root_of_the_tree_ticks_all_modules_by_keyboard(page: Page, site: Site, people: dict) -> None:
    sign_in(page, site, people["base"])
    page.goto("/accounts/roles/new")
    root = page.get_by_label("全部权限模块")
    root.focus()
    page.keyboard.press("Space")
    leaves = page.locator("[data-check-leaf]")
    assert leaves.count() == page.locator("[data-check-leaf]:checked").count() > 1
    leaves.first.focus()
    page.keyboard.press("Space")
    assert root.evaluate("box => box.indeterminate")
    page.get_by_label("角色名称").fill("键盘角色")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/roles")
    assert page.get_by_text("键盘角色", exact=True).is_visible()
