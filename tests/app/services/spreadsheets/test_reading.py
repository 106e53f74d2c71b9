"""Spreadsheets as people have them: what Excel, WPS and LibreOffice write, and what people do to a template."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.services.spreadsheets import refusals
from app.services.spreadsheets.cells import ErrorValue, UncomputedFormula
from app.services.spreadsheets.limits import ReadLimits
from app.services.spreadsheets.reading import read_sheet

from .workbooks import (
    FILES,
    HEADER,
    ID_1,
    ID_2,
    ID_3,
    LAYOUT,
    MAIN,
    ROW,
    STRICT_MAIN,
    STRICT_RELATIONS,
    by_hand,
    inline,
    parts,
    row_2,
    saved,
    sheet_xml,
    zipped,
)

READ = (None, "演示甲", ID_1, 85.5, None, None)


def test_a_file_saved_by_libreoffice_keeps_text_numbers_formulas_errors_dates_and_merged_cells() -> None:
    content = read_sheet(FILES / "libreoffice.xlsx", LAYOUT)
    assert content.header_row == 2
    assert content.rows == [
        (3, (1, "演示甲", ID_1, 85.5, "是", None)),
        (4, (2, "演示乙", pytest.approx(4.1019919850615e17), 88, "是", "号码是数字")),
        (5, (4, "演示丙", ID_3, ErrorValue("#N/A"), True, datetime(2026, 3, 1))),
        (7, (5, "演示丁", ID_1, 70, None, None)),
        (8, (6, None, ID_2, 71, None, None)),
    ]
    assert content.merged == {7: ("name",), 8: ("name",)}


def test_an_id_number_stored_as_a_number_is_told_from_text(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADER, (1, "演示甲", int(ID_1), 85.5), ROW])
    kinds = [type(cells[2]) for _, cells in read_sheet(path, LAYOUT).rows]
    assert kinds == [float, str]


def test_blank_rows_and_rows_with_a_serial_number_only_are_dropped_and_numbers_stay_excels(tmp_path: Path) -> None:
    rows = [HEADER, ROW, (), (2, None, " ", "\u3000"), (3, "演示乙", ID_2, 60), (4,)]
    assert [number for number, _ in read_sheet(saved(tmp_path / "a.xlsx", rows), LAYOUT).rows] == [2, 5]


def test_columns_are_found_by_header_in_any_order_with_blanks_width_variants_and_aliases(tmp_path: Path) -> None:
    header = ["备注", "成 绩*", " 身份证\n号码:", "其他", "学员姓名*"]
    path = saved(tmp_path / "a.xlsx", [["说明"], [], header, ["好", 90, ID_1, "忽略", "演示甲"]])
    content = read_sheet(path, LAYOUT)
    assert content.rows == [(4, (None, "演示甲", ID_1, 90, None, "好"))]
    assert content.absent == {"serial", "passed"}


def test_the_titled_sheet_is_taken_before_others_that_fit(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, name in (("草稿", "错"), ("成绩导入", "对")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([1, name, ID_1, 60])
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx", LAYOUT).rows[0][1][1] == "对"


def test_a_renamed_sheet_is_found_by_its_header(tmp_path: Path) -> None:
    assert read_sheet(saved(tmp_path / "a.xlsx", [HEADER, ROW], title="Sheet1"), LAYOUT).sheet == "Sheet1"


def test_a_wrong_template_names_what_was_looked_for_and_what_is_missing(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [("姓名", "电话", "成绩")], title="花名册")
    with pytest.raises(refusals.WrongTemplate) as refused:
        read_sheet(path, LAYOUT)
    assert refused.value.missing == ["身份证号"]
    assert refused.value.sheets == ["花名册"]
    assert "请使用系统下载的模板" in str(refused.value)


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [("姓名", "身份证号", "成绩", "身份证号码")])
    with pytest.raises(refusals.RepeatedHeader, match="身份证号"):
        read_sheet(path, LAYOUT)


def test_a_formula_without_a_stored_value_is_marked_and_one_with_a_value_gives_it(tmp_path: Path) -> None:
    saved(tmp_path / "a.xlsx", [HEADER, (1, "演示甲", ID_1, "=80+8")])
    assert read_sheet(tmp_path / "a.xlsx", LAYOUT).rows[0][1][3] == UncomputedFormula()
    by_hand(tmp_path / "b.xlsx", row_2(score="<f>80+8</f><v>88</v>"))
    assert read_sheet(tmp_path / "b.xlsx", LAYOUT).rows[0][1][3] == 88


def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path / "a.xlsx", row_2().replace('<c r="D2">', '<c r="D2" t="str"><f>""</f>').replace("85.5", "")
    )
    assert read_sheet(path, LAYOUT).rows[0][1][3] is None


FLAVOURS = {
    "rows and cells without references": "".join(
        ["<row><c/>", inline("B2", "演示甲"), inline("C2", ID_1), "<c><v>85.5</v></c></row>"]
    )
    .replace(' r="B2"', "")
    .replace(' r="C2"', ""),
    "blank kept by xml:space": row_2().replace("<t>演示甲", '<t xml:space="preserve">演示甲'),
    "styled empty cells to the last column": row_2().replace("</row>", '<c r="XFD2" s="1"/></row>'),
    "an empty styled last row": row_2() + '<row r="1048576"><c r="A1048576" s="1"/></row>',
}


@pytest.mark.parametrize("rows", FLAVOURS.values(), ids=FLAVOURS)
def test_flavours_of_sheet_xml_read_the_same(tmp_path: Path, rows: str) -> None:
    assert read_sheet(by_hand(tmp_path / "a.xlsx", rows), LAYOUT).rows == [(2, READ)]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "XFE9999999"])
def test_the_stated_dimension_is_not_believed(tmp_path: Path, dimension: str) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2(), before=f'<dimension ref="{dimension}"/>')
    assert read_sheet(path, LAYOUT).rows == [(2, READ)]


def test_shared_strings_with_runs_and_phonetics_give_the_text_alone(tmp_path: Path) -> None:
    content = parts(sheet_xml(row_2().replace(inline("B2", "演示甲"), '<c r="B2" t="s"><v>0</v></c>')))
    content["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><rPr><b/></rPr><t>演示</t></r><r><t>甲</t></r>'
        '<rPh sb="0" eb="1"><t>エンジ</t></rPh></si></sst>'
    )
    assert read_sheet(zipped(tmp_path / "a.xlsx", content), LAYOUT).rows == [(2, READ)]


def test_the_strict_namespace_and_the_properties_of_wps_are_read(tmp_path: Path) -> None:
    content = parts(sheet_xml(row_2(), main=STRICT_MAIN), main=STRICT_MAIN, relations=STRICT_RELATIONS)
    content["docProps/app.xml"] = "<Properties><Application>WPS 表格</Application></Properties>"
    assert read_sheet(zipped(tmp_path / "a.xlsx", content), LAYOUT).rows == [(2, READ)]


def test_prefixed_elements_are_read_formulas_and_errors_too(tmp_path: Path) -> None:
    plain = sheet_xml(row_2(score="<f>1</f>"))
    prefixed = plain.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=")
    path = zipped(tmp_path / "a.xlsx", parts(prefixed, prefix="x:"))
    assert read_sheet(path, LAYOUT).rows == [(2, (*READ[:3], UncomputedFormula(), None, None))]


@pytest.mark.parametrize("rename", [lambda name: f"/{name}", lambda name: name.replace("/", "\\")])
def test_absolute_and_backslashed_part_names_are_read(tmp_path: Path, rename) -> None:  # type: ignore[no-untyped-def]
    content = {rename(name): part for name, part in parts(sheet_xml(row_2())).items()}
    assert read_sheet(zipped(tmp_path / "a.xlsx", content), LAYOUT).rows == [(2, READ)]


@pytest.mark.parametrize(("properties", "year"), [("", 2026), ('<workbookPr date1904="1"/>', 2030)])
def test_dates_follow_the_epoch_of_the_workbook(tmp_path: Path, properties: str, year: int) -> None:
    sheet = sheet_xml(row_2(resident_id='<c r="C2" s="1"><v>46082</v></c>'))
    cell = read_sheet(zipped(tmp_path / "a.xlsx", parts(sheet, properties=properties)), LAYOUT).rows[0][1][2]
    assert isinstance(cell, datetime)
    assert cell.year == year


def test_no_more_rows_columns_or_sheets_than_the_limits_allow(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADER, ROW, ROW, ROW])
    with pytest.raises(refusals.TooManyRows) as refused:
        read_sheet(path, LAYOUT, ReadLimits(rows=2))
    assert (refused.value.rows, refused.value.limit) == (3, 2)
    assert len(read_sheet(path, LAYOUT, ReadLimits(rows=3)).rows) == 3
    with pytest.raises(refusals.TooManyColumns):
        read_sheet(path, LAYOUT, ReadLimits(columns=5))
    with pytest.raises(refusals.TooManySheets):
        read_sheet(path, LAYOUT, ReadLimits(sheets=0))


def test_a_nul_sign_in_a_cell_does_not_reach_the_caller(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2(name="演_x0000_示甲"))
    assert read_sheet(path, LAYOUT).rows[0][1][1] == "演示甲"
