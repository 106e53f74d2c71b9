"""Reading and validating: each row is right, or each wrong cell of it has its reason."""

import datetime
import io

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.services.scores.imports.preview import right_rows, wrong_rows
from models import FINAL, ImportState, Score, ScoreImportRow, ScoreState
from tests.app.services.scores.imports.sheets import book_of, number_of, right_row, uploaded
from tests.app.services.spreadsheets.workbooks import FILES
from tests.factories import make_base, make_class, make_learner, make_score, nth_resident_id


def problems(session, chain, rows, **options) -> list[tuple[int, str, str]]:
    """Row number, column and reason of everything that is wrong."""
    taken = uploaded(session, chain, book_of(rows, **options))
    assert taken.state is ImportState.READY, taken.problem
    found = wrong_rows(session, taken.id, by=chain.base_member)
    assert taken.wrong_rows == len(found.rows)
    return [(row.number, told.column, told.reason) for row in found.rows for told in row.problems]


def test_right_rows_are_shown_as_they_will_be_and_nothing_is_entered_yet(session, chain):
    rows = [right_row(session, learner, 80 + n, "补考" if n else None) for n, learner in enumerate(chain.learners)]

    taken = uploaded(session, chain, book_of(rows))

    shown = right_rows(session, taken.id, by=chain.base_member).rows
    assert (taken.state, taken.right_rows, taken.wrong_rows) == (ImportState.READY, 3, 0)
    assert [(row.number, float(row.value), row.remark) for row in shown] == [
        (2, 80, ""),
        (3, 81, "补考"),
        (4, 82, "补考"),
    ]
    assert shown[0].masked_id.count("*") == 8
    assert session.scalars(select(Score)).all() == []


NAME, NUMBER, MARK, REMARK = range(1, 5)
CASES = [
    (NUMBER, lambda n: int(n[:17] + "0"), "身份证号", "文本", "a number that lost its last digits"),
    (NUMBER, lambda n: n[:17], "身份证号", "18位", "too short"),
    (NUMBER, lambda n: n[:17] + ("1" if n[-1] != "1" else "2"), "身份证号", "校验码", "wrong check digit"),
    (NUMBER, lambda n: n[:10] + "13" + n[12:], "身份证号", "出生日期", "no such month"),
    (NUMBER, lambda n: None, "身份证号", "未填写", "empty"),
    (NUMBER, lambda n: nth_resident_id(900_002), "身份证号", "该身份证号未在系统注册", "nobody's"),
    (NAME, lambda n: "别人", "姓名", "姓名与身份证号不一致", "another name"),
    (NAME, lambda n: None, "姓名", "未填写", "empty"),
    (NAME, lambda n: 12345, "姓名", "应为文字", "a number"),
    (MARK, lambda n: 100.5, "成绩", "0-100", "too high"),
    (MARK, lambda n: -1, "成绩", "0-100", "negative"),
    (MARK, lambda n: 85.55, "成绩", "1位小数", "too fine"),
    (MARK, lambda n: "优秀", "成绩", "优秀", "a word"),
    (MARK, lambda n: None, "成绩", "未填写", "empty"),
    (MARK, lambda n: "=1+1", "成绩", "公式", "a formula that was never computed"),
    (MARK, lambda n: "#N/A", "成绩", "#N/A", "an error value"),
    (MARK, lambda n: datetime.date(2026, 5, 1), "成绩", "0-100", "a date"),
    (MARK, lambda n: True, "成绩", "TRUE", "a truth value"),
    (REMARK, lambda n: "很" * 201, "备注", "201字", "too long"),
]


@pytest.mark.parametrize(("cell", "value", "column", "said", "why"), CASES, ids=[case[-1] for case in CASES])
def test_a_wrong_cell_is_named_with_its_reason(session, chain, cell, value, column, said, why):
    wrong = right_row(session, chain.learners[0])
    wrong[cell] = value(number_of(session, chain.learners[0]))

    ((row, named, reason),) = problems(session, chain, [wrong, right_row(session, chain.learners[1])])

    assert (row, named) == (2, column)
    assert said in reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (NUMBER, lambda n: n.lower()),
        (NUMBER, lambda n: f" {n[:6]}\u00a0{n[6:]}\u3000"),
        (NUMBER, lambda n: "".join(chr(ord(sign) + 0xFEE0) for sign in n)),
        (NAME, lambda n: "测 试 学 员"),
        (NAME, lambda n: "测试学员\u200b"),
        (MARK, lambda n: "９０.5"),
        (MARK, lambda n: 85.10000000000001),
        (MARK, lambda n: " 60 "),
    ],
)
def test_cells_are_read_as_people_meant_them(session, chain, cell, value):
    row = right_row(session, chain.learners[0])
    row[cell] = value(number_of(session, chain.learners[0]))

    assert problems(session, chain, [row]) == []


def test_all_that_is_wrong_with_a_row_is_told_at_once_from_left_to_right(session, chain):
    row = [None, None, "123", 101, None, None]

    assert [column for _, column, _ in problems(session, chain, [row])] == ["姓名", "身份证号", "成绩"]


def test_the_same_number_again_points_at_the_row_before(session, chain):
    rows = [right_row(session, chain.learners[0], 80), right_row(session, chain.learners[0], 90)]

    ((row, column, reason),) = problems(session, chain, rows)

    assert (row, column) == (3, "身份证号")
    assert "与第2行重复" in reason


@pytest.mark.parametrize("state", list(ScoreState))
def test_a_learner_with_a_score_in_the_class_is_refused_unless_that_one_is_final(session, chain, state):
    make_score(session, chain.training_class, chain.learners[0], state=state)

    found = problems(session, chain, [right_row(session, chain.learners[0])])

    expected = [] if state in FINAL else [(2, "身份证号", "该学员成绩已录入")]
    assert found == expected


def test_a_score_in_another_class_is_no_obstacle(session, chain):
    make_score(session, make_class(session, base=chain.base), chain.learners[0])

    assert problems(session, chain, [right_row(session, chain.learners[0])]) == []


def test_merged_cells_are_refused_on_every_row_they_touch(session, chain):
    rows = [right_row(session, learner) for learner in chain.learners]

    found = problems(session, chain, rows, merged="D2:D3")

    assert [(row, column) for row, column, _ in found] == [(2, "成绩"), (3, "成绩")]
    assert all("取消合并" in reason for _, _, reason in found)


def test_blank_rows_between_and_numbered_empty_ones_are_passed_over(session, chain):
    first, second, third = (right_row(session, learner) for learner in chain.learners)
    rows = [first, [None] * 6, second, [3, None, None, None, None, str(chain.training_class.id)], third]

    taken = uploaded(session, chain, book_of(rows))

    assert (taken.right_rows, taken.wrong_rows) == (3, 0)


def test_a_file_made_for_another_class_is_refused_by_its_name(session, chain):
    other = make_class(session, base=chain.base, name="另一个班")
    row = right_row(session, chain.learners[0])
    row[5] = str(other.id)

    taken = uploaded(session, chain, book_of([row]))

    assert taken.state is ImportState.REFUSED
    assert "另一个班" in taken.problem
    assert chain.training_class.name in taken.problem


def test_the_name_of_another_bases_class_is_not_told(session, chain):
    other = make_class(session, base=make_base(session), name="别人的班")
    row = right_row(session, chain.learners[0])
    row[5] = str(other.id)

    taken = uploaded(session, chain, book_of([row]))

    assert taken.state is ImportState.REFUSED
    assert "别人的班" not in taken.problem


@pytest.mark.parametrize("written", ["9" * 30, "abc", "=1+1", "１２"])
def test_any_text_in_the_class_column_is_refused_not_a_fault(session, chain, written):
    row = right_row(session, chain.learners[0])
    row[5] = written

    assert uploaded(session, chain, book_of([row])).state is ImportState.REFUSED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "图片"),
        ("姓名，身份证号，成绩\n".encode(), "CSV"),
        (b"<html><table></table></html>", "网页"),
        (b"PK\x03\x04 not a zip at all", "损坏"),
        ((FILES / "libreoffice.xls").read_bytes(), ".xls"),
        ((FILES / "libreoffice.pdf").read_bytes(), "PDF"),
        ((FILES / "libreoffice.ods").read_bytes(), "OpenDocument"),
    ],
)
def test_what_is_no_xlsx_is_refused_whatever_its_name(session, chain, content, said):
    taken = uploaded(session, chain, io.BytesIO(content), name="成绩.xlsx")

    assert taken.state is ImportState.REFUSED
    assert said in taken.problem
    assert taken.finished_at is not None


def test_a_sheet_without_our_columns_is_refused(session, chain):
    book = book_of([["一", "二", "三", 1, 2, None]], title="工资表")
    content = io.BytesIO(book.getvalue())
    taken = uploaded(session, chain, content)
    assert taken.state is ImportState.READY  # the header decides, not the sheet's name

    bare = Workbook()
    bare.active.append(["工号", "工资"])
    content = io.BytesIO()
    bare.save(content)
    content.seek(0)

    taken = uploaded(session, chain, content)
    assert taken.state is ImportState.REFUSED
    assert "模板" in taken.problem


def test_an_empty_template_is_told_to_be_filled_in(session, chain):
    taken = uploaded(session, chain, book_of([]))

    assert taken.state is ImportState.REFUSED
    assert "没有填写任何一行" in taken.problem


def test_no_id_number_stands_in_the_clear_in_any_staged_row(session, chain):
    right, wrong = right_row(session, chain.learners[0]), right_row(session, chain.learners[1], 101)
    swapped = [None, number_of(session, chain.learners[2]), "测试学员", 80, None, None]

    uploaded(session, chain, book_of([right, wrong, swapped]))

    stored = session.scalars(select(ScoreImportRow).order_by(ScoreImportRow.row_number)).all()
    everything = "".join(f"{row.remark}{row.problems}{row.cells_sealed!r}" for row in stored)
    assert len(stored) == 3
    for learner in chain.learners:
        assert number_of(session, learner) not in everything


def test_a_learner_whose_name_is_registered_with_blanks_is_found(session, chain):
    learner = make_learner(session, name="阿依古丽 买买提")
    row = right_row(session, learner)
    row[NAME] = "阿依古丽买买提"

    assert problems(session, chain, [row]) == []
