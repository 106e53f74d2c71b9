"""Redrawing an approval chain in Chromium: by the list, by drawing, undone, reloaded, checked, by two people."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.permissions import Actor
from app.services.diagrams.cells import Cell
from app.services.diagrams.draft_tables import list_tables, save_table
from app.services.diagrams.drafts import read_draft, save_draft, start_draft
from app.services.diagrams.grids import Grid, Row
from app.services.diagrams.library import current_version
from models import Organization
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.drawing import make_offices
from tests.factories import make_member

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
CITY = "市级人社部门"
TABLE = Grid("按人数分级", "UNIQUE", ["people"], ["way"], [Row("", [Cell("any")], ["city"])])


@pytest.fixture(scope="module")
def people(site: Site) -> tuple[Actor, Actor]:
    """Two system administrators of one office."""
    with site.database.unit_of_work() as session:
        first = make_offices(session).system
        office = session.get_one(Organization, first.organization_id)
        return first, make_member(session, office)


@pytest.fixture
def new_draft(site: Site, people: tuple[Actor, Actor]) -> Callable[[str], int]:
    """Begin a draft from the diagram in service."""

    def begin(process_id: str) -> int:
        with site.database.unit_of_work() as session:
            return start_draft(session, current_version(session, process_id), "增加市级复核", by=people[0])

    return begin


def open_editor(page: Page, draft_id: int) -> None:
    page.goto(f"/diagrams/drafts/{draft_id}/edit")
    expect(page.locator("#diagram-editor[data-ready]")).to_be_visible()
    expect(page.locator("[data-part=count]")).not_to_have_text("正在检查")


def add_step(page: Page, after: str, who: str) -> None:
    page.get_by_label("位置", exact=True).select_option(label=f"“{after}”之后")
    page.locator("#chain-who").select_option(label=who)
    page.get_by_role("button", name="添加", exact=True).click()


def wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_text(re.compile(r"已保存 \d\d:\d\d"))


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"editor_{name}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_editor_has_no_fault_fits_and_is_all_chinese(open_page: OpenPage, people, new_draft, size):
    page = open_page(people[0], size=size)
    open_editor(page, new_draft("score_declaration"))
    page.locator("[data-step=hr_review] .chain-name").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("人社部门审核")
    picture(page, f"{size[0]}")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.locator("#diagram-editor").get_attribute("data-untranslated") == ""
    expect(page.locator(".bjs-powered-by").first).to_be_visible()


def test_a_step_inserted_by_the_list_passes_the_checks_and_is_there_after_a_reload(
    open_page: OpenPage, people, new_draft
):
    page = open_page(people[0])
    open_editor(page, new_draft("score_declaration"))
    add_step(page, page.locator(".chain-name").first.inner_text(), CITY)
    expect(page.locator(".chain-line")).to_have_text(re.compile(f"→ {CITY} → 人社部门"))
    wait_until_saved(page)
    expect(page.locator("[data-part=count]")).to_have_text("检查通过")
    picture(page, "inserted")
    page.reload()
    expect(page.locator(".chain-name")).to_have_count(3)
    expect(page.locator(".chain-name").nth(1)).to_have_text(f"{CITY}审核")


def test_a_step_is_moved_handed_over_removed_and_all_of_it_undone(open_page: OpenPage, people, new_draft):
    page = open_page(people[0])
    open_editor(page, new_draft("score_declaration"))
    names = page.locator(".chain-name")
    before = names.all_inner_texts()
    page.get_by_role("button", name=f"下移：{before[0]}").press("Enter")
    expect(names).to_have_text(before[::-1])
    page.get_by_label(f"由谁办理：{before[0]}").select_option(label=CITY)
    expect(page.locator(".chain-line")).to_have_text(re.compile(f"人社部门 → {CITY}"))
    page.get_by_role("button", name=f"删除：{before[0]}").click()
    expect(names).to_have_text(before[1:])
    undo = page.get_by_role("button", name="撤销")
    for _ in range(3):
        undo.click()
    expect(names).to_have_text(before)
    expect(undo).to_be_disabled()
    expect(page.locator(".chain-line")).not_to_contain_text(CITY)


def test_a_step_is_drawn_by_the_context_pad_and_its_problems_are_listed_and_selected(
    open_page: OpenPage, people, new_draft
):
    page = open_page(people[0])
    open_editor(page, new_draft("score_declaration"))
    page.locator("[data-part=canvas] [data-element-id=hr_review] .djs-hit").first.click()
    page.get_by_title("接审批环节（用户任务）").click()
    page.keyboard.type("再审")
    page.keyboard.press("Escape")
    problems = page.locator("[data-problem]")
    expect(problems.first).to_be_visible()
    assert accessibility_faults(page) == []
    picture(page, "problems")
    wrong = problems.first.get_attribute("data-problem")
    problems.first.click()
    expect(page.locator(f"[data-part=canvas] [data-element-id={wrong}].selected")).to_have_count(1)
    expect(page.locator("[data-part=panel] h2 small")).to_have_text(str(wrong))
    assert page.locator("#diagram-editor").get_attribute("data-untranslated") == ""


def test_a_condition_is_chosen_from_lists_and_kept(site: Site, open_page: OpenPage, people, new_draft):
    page = open_page(people[0])
    draft_id = new_draft("training_plan")
    open_editor(page, draft_id)
    page.locator("[data-part=canvas] [data-element-id=who_reviews] .djs-hit").first.click()
    panel = page.locator("[data-part=panel]")
    panel.get_by_role("button", name="有 → 主管部门审核").click()
    expect(panel.get_by_label("条件 1：数据")).to_have_value("has_competent")
    panel.get_by_role("button", name="添加条件").click()
    panel.get_by_label("条件 2：数据").select_option("people")
    panel.get_by_label("条件 2：比较").select_option(">")
    panel.get_by_label("条件 2：值").fill("200")
    panel.get_by_label("条件 2：值").press("Enter")
    wait_until_saved(page)
    picture(page, "condition")
    with site.database.unit_of_work() as session:
        assert "has_competent and people &gt; 200" in read_draft(session, draft_id, by=people[0]).xml
    panel.get_by_role("button", name="以文字编辑").click()
    expect(panel.get_by_label("条件（文字）")).to_have_value("has_competent and people > 200")
    panel.get_by_role("button", name="以选项编辑").click()
    panel.get_by_role("button", name="删除条件 2").click()
    expect(panel.get_by_label("条件 2：数据")).to_have_count(0)


def test_the_second_of_two_is_told_and_overwrites_nothing(site: Site, browser: Browser, people, new_draft):
    first, second = people
    page = browser.new_page(base_url=site.url, locale="zh-CN")  # the refusal is no fault here
    page.context.add_cookies([{"name": "session", "value": site.token_of(second), "url": site.url}])
    draft_id = new_draft("score_declaration")
    open_editor(page, draft_id)
    with site.database.unit_of_work() as session:
        draft = read_draft(session, draft_id, by=first)
        kept = draft.xml.replace("人社部门审核", "人社部门终审")
        save_draft(session, draft_id, by=first, xml=kept, revision=draft.revision)
    page.locator("[data-step=hr_review] .chain-name").click()
    page.get_by_label("名称", exact=True).fill("复审")
    page.keyboard.press("Tab")
    dialog = page.get_by_role("dialog", name="草稿已被他人修改")
    expect(dialog).to_contain_text(f"{first.name}已于")
    picture(page, "conflict")
    with page.expect_download() as taken:
        dialog.get_by_role("button", name="下载我的版本").click()
    assert "复审" in taken.value.path().read_text()
    with site.database.unit_of_work() as session:
        assert read_draft(session, draft_id, by=first).xml == kept
    dialog.get_by_role("button", name="载入对方的版本").click()
    expect(page.locator(".chain-name", has_text="人社部门终审")).to_be_visible()
    page.close()


def test_a_file_is_imported_and_taken_back_and_the_drawing_exported(
    open_page: OpenPage, people, new_draft, tmp_path: Path
):
    page = open_page(people[0])
    open_editor(page, new_draft("score_declaration"))
    wrong = tmp_path / "wrong.bpmn"
    wrong.write_text("<nothing/>")
    page.locator("[data-import]").set_input_files(wrong)
    expect(page.locator("[data-part=notice]")).to_contain_text("不能导入")
    page.get_by_text("导入导出").click()
    for name, start in (("导出 .bpmn", b"<?xml"), ("导出 SVG 图", b"<?xml"), ("导出 PNG 图", b"\x89PNG")):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        assert taken.value.path().read_bytes().startswith(start)


def test_the_drawing_is_played_through_in_chinese(open_page: OpenPage, people, new_draft):
    page = open_page(people[0])
    open_editor(page, new_draft("score_declaration"))
    page.get_by_role("button", name="模拟运行").click()
    stage = page.locator("[data-stage]")
    stage.get_by_title("触发").first.click()
    expect(stage.get_by_text("已办结").first).to_be_visible()
    picture(page, "simulation")
    english = re.compile(r"[A-Za-z]{4,}")
    titles = stage.locator("[title]:not(.bjs-powered-by)").evaluate_all("all => all.map(one => one.title)")
    said = titles + stage.locator(".bts-text").all_inner_texts()
    assert [text for text in said if english.search(text)] == []
    page.get_by_role("button", name="结束模拟").click()
    expect(page.locator("[data-step=hr_review]")).to_be_visible()


def test_a_decision_table_of_the_draft_is_asked_by_a_rule_task(site: Site, open_page: OpenPage, people):
    with site.database.unit_of_work() as session:
        draft_id = start_draft(session, current_version(session, "training_plan"), "按人数分级", by=people[0])
        save_table(session, draft_id, None, TABLE, by=people[0], revision=1)
        (table,) = list_tables(read_draft(session, draft_id, by=people[0]))
    page = open_page(people[0])
    open_editor(page, draft_id)
    lane = page.locator("[data-part=canvas] [data-element-id=hr]").bounding_box()
    page.locator(".djs-palette [data-action='create.rule-task']").click()
    page.mouse.move(lane["x"] + lane["width"] / 4, lane["y"] + lane["height"] * 0.7, steps=4)
    page.mouse.down()
    page.mouse.up()
    page.keyboard.press("Escape")
    panel = page.locator("[data-part=panel]")
    panel.get_by_label("决策表", exact=True).select_option(label="按人数分级")
    wait_until_saved(page)
    with site.database.unit_of_work() as session:
        xml = read_draft(session, draft_id, by=people[0]).xml
    assert f"calledDecisionId>{table.sheets[0].id}</" in xml
