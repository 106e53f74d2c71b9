"""学员成绩管理: a base enters scores one by one and from spreadsheets."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.province import Course, Province
from tests.browser.site import Site
from tests.browser.workbooks import (
    RESIDENT_ID,
    SCORE,
    altered,
    correct,
    download,
    fill,
    right_and_wrong_rows,
    rows_of,
)
from tests.factories import nth_resident_id

MANY = 3_000


@pytest.fixture
def page(open_page: OpenPage, province: Province) -> Page:
    """The base's administrator."""
    return open_page(province.base)


def open_class(page: Page, course: Course) -> None:
    """From the menu to a class, as the guide says: choose it by its name."""
    page.goto("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="学员成绩管理").click()
    page.get_by_role("button", name="选择培训班名称").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(course.name)
    page.get_by_role("dialog").get_by_role("button", name=course.name).click()
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", level=1, name=course.name)).to_be_visible()


def enter(page: Page, resident_id: str, score: str) -> None:
    """Fill in the entry form and send it."""
    page.get_by_role("textbox", name="身份证号", exact=True).fill(resident_id)
    page.get_by_role("textbox", name="成绩", exact=True).fill(score)
    page.get_by_role("button", name="成绩录入").click()


def upload(page: Page, course: Course, file: Path) -> None:
    """Upload a filled template for a class."""
    page.goto(f"/base/scores/{course.id}")
    page.get_by_role("link", name="上传填好的表格").click()
    page.get_by_label("成绩表格").set_input_files(file)
    expect(page.get_by_text(f"已选择：{file.name}")).to_be_visible()
    page.get_by_role("button", name="上传并核对").click()


def table(page: Page, caption: str) -> Locator:
    """The list of that name."""
    return page.get_by_role("table", name=caption)


def test_one_score_is_entered_by_id_number(page: Page, province: Province) -> None:
    course = province.open_class("钱一")
    open_class(page, course)

    enter(page, course.people["钱一"].resident_id, "85.5")

    expect(page.get_by_role("status")).to_contain_text("钱一")
    row = table(page, "已录入的成绩").get_by_role("row").nth(1)
    expect(row).to_contain_text("钱一")
    expect(row).to_contain_text("85.5")
    expect(row).to_contain_text("待申报")
    expect(row).not_to_contain_text(course.people["钱一"].resident_id)


def test_a_number_typed_wrong_is_named_and_nothing_typed_is_lost(page: Page, province: Province) -> None:
    course = province.open_class("钱一")
    wrong = altered(course.people["钱一"].resident_id)
    open_class(page, course)

    enter(page, wrong, "85")

    expect(page.get_by_role("alert")).to_contain_text("校验码")
    expect(page.get_by_role("textbox", name="身份证号", exact=True)).to_have_value(wrong)
    expect(page.get_by_role("textbox", name="成绩", exact=True)).to_have_value("85")
    expect(table(page, "已录入的成绩")).to_contain_text("本班还没有录入成绩")


def test_a_failing_score_is_kept_and_said_to_be_failing(page: Page, province: Province) -> None:
    course = province.open_class("钱一")
    open_class(page, course)

    enter(page, course.people["钱一"].resident_id, "59")

    expect(page.get_by_role("alert")).to_contain_text("不能申报")
    expect(table(page, "已录入的成绩").get_by_role("row").nth(1)).to_contain_text("未达合格线")


def test_a_spreadsheet_is_checked_row_by_row_before_anything_is_taken(
    page: Page, province: Province, tmp_path: Path
) -> None:
    course = province.open_class("钱一", "孙二", "李三", "周四")
    template = template_of(page, course, tmp_path)

    upload(page, course, fill(template, right_and_wrong_rows(course.people)))

    facts = page.get_by_label("核对结果")
    expect(facts).to_contain_text(re.compile(r"正确\s*2 行"))
    expect(facts).to_contain_text(re.compile(r"有错误\s*5 行"))
    wrong = table(page, "有错误的行")
    for row, column, reason in (
        (5, "身份证号", "校验码"),
        (6, "身份证号", "文本"),
        (7, "身份证号", "未在系统注册"),
        (8, "身份证号", "与第3行重复"),
        (9, "成绩", "101"),
    ):
        line = wrong.get_by_role("row").filter(has=page.get_by_role("cell", name=str(row), exact=True))
        expect(line).to_contain_text(column)
        expect(line).to_contain_text(reason)
    assert count_of_scores(page, course) == 0


def test_the_right_rows_go_in_and_the_wrong_ones_come_back_to_be_corrected(
    page: Page, province: Province, tmp_path: Path
) -> None:
    course = province.open_class("钱一", "孙二", "李三", "周四")
    template = template_of(page, course, tmp_path)
    upload(page, course, fill(template, right_and_wrong_rows(course.people)))

    returned = download(page, "下载错误行", tmp_path)
    reasons = [row["错误原因"] for row in rows_of(returned)]
    assert len(reasons) == 5
    for reason, said in zip(reasons, ("校验码", "文本", "未在系统注册", "重复", "101"), strict=True):
        assert said in reason

    page.get_by_role("button", name="只导入正确的 2 行").click()
    expect(page.get_by_role("status").first).to_contain_text("已导入 2 条成绩")
    assert count_of_scores(page, course) == 2

    third, fourth = course.people["李三"], course.people["周四"]
    corrected = correct(returned, [(1, RESIDENT_ID, third.resident_id), (5, SCORE, 91)])
    upload(page, course, corrected)
    expect(page.get_by_label("核对结果")).to_contain_text(re.compile(r"正确\s*2 行"))
    page.get_by_role("button", name="只导入正确的 2 行").click()
    assert count_of_scores(page, course) == 4
    expect(table(page, "已录入的成绩")).to_contain_text(fourth.name)


def test_a_picture_renamed_to_xlsx_is_refused_with_what_to_do(
    page: Page, province: Province, tmp_path: Path
) -> None:
    picture = tmp_path / "成绩.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2_000))
    course = province.open_class("钱一")

    upload(page, course, picture)

    expect(page.get_by_role("alert")).to_contain_text("文件没有读取，未录入任何成绩")
    expect(page.get_by_role("alert")).to_contain_text("图片")
    expect(page.get_by_role("link", name="重新上传")).to_be_visible()


def test_a_large_file_is_read_in_the_background_and_shows_how_far_it_is(
    page: Page, site: Site, province: Province, tmp_path: Path
) -> None:
    course = province.open_class("钱一")
    numbers = [nth_resident_id(100_000 + n) for n in range(MANY)]
    province.register(numbers)
    rows = [("测试学员", number, 80, f"证书编号{uuid4().hex}") for number in numbers]
    filled = fill(template_of(page, course, tmp_path), rows)

    with site.busy_worker():
        upload(page, course, filled)
        expect(page.get_by_text("正在读取并逐行核对")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_text("文件较大，在后台核对；可以离开本页")).to_be_visible()

    page.get_by_role("button", name="导入全部 3,000 行").click(timeout=60_000)
    expect(page.get_by_role("status").first).to_contain_text("已导入 3,000 条成绩")
    assert count_of_scores(page, course) == MANY


def template_of(page: Page, course: Course, folder: Path) -> Path:
    """Download the class's template."""
    page.goto(f"/base/scores/{course.id}")
    return download(page, "下载导入模板", folder)


def count_of_scores(page: Page, course: Course) -> int:
    """How many scores the class has, as its page says."""
    page.goto(f"/base/scores/{course.id}")
    foot = page.get_by_text(re.compile(r"共 [\d,]+ 条")).inner_text()
    return int(re.sub(r"\D", "", foot.split("条")[0]))


def test_a_score_is_found_among_all_classes_changed_and_the_list_is_there_again(
    page: Page, province: Province
) -> None:
    province.open_class(scores={"孙二": 70})
    province.open_class(scores={"钱全部": 85, "钱另一": 59})
    page.goto("/base/scores")
    page.get_by_role("link", name="全部成绩查询").click()
    page.get_by_label("姓名或完整身份证号").fill("钱")
    page.get_by_label("状态", exact=True).select_option(label="待申报")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("row").filter(has_text="钱全部")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="孙二")).to_have_count(0)

    page.get_by_role("link", name="修改 钱全部 的成绩").click()
    page.get_by_role("textbox", name="成绩", exact=True).fill("88")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("status").first).to_contain_text("已修改钱全部的成绩")
    expect(page.get_by_label("姓名或完整身份证号")).to_have_value("钱")
    expect(page.get_by_role("row").filter(has_text="钱全部")).to_contain_text("88.0")
