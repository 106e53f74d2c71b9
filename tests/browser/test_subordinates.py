"""下级机构 in Chromium: found, gone down into, disabled and enabled, at both widths and without faults."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from app.services.subordinates.enable import enable_organization
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import make_chain, make_employer, make_member

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def below(site: Site) -> dict[str, object]:
    """A county with a base, an employer with people, a group with a branch, and one that is disabled."""
    with site.database.unit_of_work() as session:
        chain = make_chain(session, learners=3)
        group = make_employer(session, hr=chain.hr, name="中原启明教育集团")
        branch = make_employer(session, hr=chain.hr, superior_id=group.id, name="中原启明教育集团金水分公司")
        closed = make_employer(session, hr=chain.hr, name="已撤销的测试医院")
        make_member(session, chain.employer, is_super=True, name="孙超级")
        enable_organization(session, closed.id, enabled=False, reason="机构改革，已撤销。", by=chain.hr_member)
        return {
            "hr": chain.hr_member,
            "province": make_member(session, chain.province_hr),
            "employer": chain.employer.id,
            "group": group.id,
            "branch": branch.name,
            "group_name": group.name,
            "county": chain.hr.id,
            "closed": closed.id,
        }


PAGES = {
    "/accounts/subordinates": "hr",
    "/accounts/subordinates?scope=all": "province",
    "/accounts/subordinates?under={county}": "province",
    "/accounts/subordinates/{employer}": "hr",
    "/accounts/subordinates/{closed}": "hr",
    "/accounts/subordinates/{employer}/disable": "hr",
    "/accounts/subordinates/{closed}/enable": "hr",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, below: dict[str, Actor], address: str, size: tuple[int, int]
):
    page = open_page(below[PAGES[address]], size=size)
    page.goto(site.url + address.format(**below))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_a_reviewer_goes_down_disables_one_and_enables_it_again(
    site: Site, open_page: OpenPage, below: dict[str, Actor]
):
    page = open_page(below["hr"])
    page.goto(f"{site.url}/accounts/subordinates")
    page.get_by_label("单位名称").fill("启明")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name=f"下级：{below['group_name']}").click()
    expect(page.get_by_role("heading", name=f"{below['group_name']}的下级机构")).to_be_visible()
    page.get_by_role("link", name=str(below["branch"]), exact=True).click()
    page.get_by_role("link", name="停用", exact=True).click()
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.get_by_text("请填写原因。").first).to_be_visible()
    page.get_by_label("原因").fill("分公司已注销")
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.get_by_text("该单位已停用：")).to_be_visible()
    expect(page.get_by_text("分公司已注销")).to_be_visible()
    page.get_by_role("link", name="启用", exact=True).click()
    page.get_by_label("原因").fill("恢复经营")
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.get_by_text("该单位已停用：")).to_have_count(0)
