"""查询统计 in Chromium: usable by everybody, none wider than a telephone, charts with their figures."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.statistics.refresh import refresh_summary
from models import ScoreState, YearRule
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.province import MINIMUM
from tests.browser.site import Site
from tests.factories import make_chain, make_class, make_learner, make_member, make_score
from tests.today import today

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
STATES = [state for state in ScoreState if state is not ScoreState.ENTERED]


@pytest.fixture(scope="module")
def counted(site: Site) -> dict[str, object]:
    """A county with scores in every state over two years, and everybody who looks at them."""
    with site.database.unit_of_work() as session:
        chain = make_chain(session, learners=1)
        for year in (today().year - 1, today().year):
            session.add(YearRule(region_code=chain.province_hr.region_code, year=year, **MINIMUM))
            taught = make_class(session, base=chain.base, hours=90, training_year=year)
            for state in (*STATES, *STATES[:2]):
                make_score(session, taught, make_learner(session, employer=chain.employer), state=state)
        refresh_summary(session)
        return {
            "province": make_member(session, chain.province_hr),
            "hr": chain.hr_member,
            "employer": chain.employer_member,
            "base": chain.base_member,
            "city": chain.city_hr.region_code,
            "county": chain.hr.region_code,
        }


PAGES = {
    "/statistics": "province",
    "/statistics/regions?region={city}": "province",
    "/statistics/employers?region={county}": "province",
    "/statistics/bases": "hr",
    "/statistics/years": "hr",
    "/statistics/learners": "employer",
    "/statistics/learners?progress=missing": "employer",
    "/statistics/own": "base",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_and_can_be_used_by_everybody(open_page: OpenPage, counted: dict[str, object], address: str):
    page = open_page(counted[PAGES[address]], size=TELEPHONE)
    page.goto(address.format(**counted))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults_of(page) == []
        if PICTURES:
            name = address.format(**counted).replace("/", "_").replace("?", "_")
            page.screenshot(path=Path(PICTURES) / f"{name}-{size[0]}.png", full_page=True)


def test_from_the_province_to_an_employer_by_its_lines(open_page: OpenPage, counted: dict[str, object]):
    page = open_page(counted["province"])
    page.goto("/statistics")
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    for caption in ("年度各地区", "年度各地区"):
        page.get_by_role("table", name=caption).get_by_role("link").first.click()
    row = page.get_by_role("table", name="用人单位").get_by_role("row").nth(1)
    expect(row).to_contain_text("测试用人单位")


def test_revoked_scores_stand_in_a_column_of_their_own(open_page: OpenPage, counted: dict[str, object]):
    page = open_page(counted["base"])
    page.goto("/statistics/own")
    table = page.get_by_role("table", name="本基地各年度")
    heads = table.get_by_role("columnheader").all_inner_texts()
    cells = table.get_by_role("row").nth(1).locator("th, td").all_inner_texts()
    assert dict(zip(heads, cells, strict=True))["审验不通过"] == "1"


def test_the_figures_of_a_chart_can_be_read_without_scripts(open_page: OpenPage, counted: dict[str, object]):
    page = open_page(counted["base"], scripts=False)
    page.goto("/statistics/own")
    page.get_by_text("查看图中数据").first.click()
    expect(page.get_by_role("columnheader", name="审验不通过").first).to_be_visible()


def test_what_is_shown_comes_as_a_file(open_page: OpenPage, counted: dict[str, object]):
    page = open_page(counted["hr"])
    page.goto("/statistics/bases")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格").click()
    assert download.value.suggested_filename.endswith("按基地统计.xlsx")
