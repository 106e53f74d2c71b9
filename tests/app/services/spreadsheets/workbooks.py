"""Workbooks made by hand, as the tests need them: the XML that other programs write, and hostile files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from app.services.spreadsheets.layout import Column, SheetLayout

FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

LAYOUT = SheetLayout(
    "成绩导入",
    (
        Column("serial", "序号", filler=True, width=8),
        Column("name", "姓名", aliases=("学员姓名",), required=True),
        Column("resident_id", "身份证号", aliases=("身份证号码", "证件号码"), required=True, text=True, width=24),
        Column("score", "成绩", required=True, between=(Decimal(0), Decimal(100))),
        Column("passed", "是否合格", choices=("是", "否")),
        Column("remark", "备注", width=24),
    ),
)
HEADER = ("序号", "姓名*", "身份证号*", "成绩*", "是否合格", "备注")
ID_1, ID_2, ID_3 = "410199198001010017", "410199198506150023", "410199199012310036"
ROW = (1, "演示甲", ID_1, 85.5, "是", "")
HEADER_XML = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for letter, text in zip("ABCDEF", HEADER, strict=True)
)


def saved(path: Path, rows: Sequence[Sequence[Any]], *, title: str = "成绩导入") -> Path:
    """A workbook of one sheet, written by openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def inline(reference: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row_2(name: str = "演示甲", resident_id: str = "", score: str = "<v>85.5</v>") -> str:
    """A data row; `resident_id` and `score` may be given as XML of a whole cell and of a cell's inside."""
    return f'<row r="2">{inline("B2", name)}{resident_id or inline("C2", ID_1)}<c r="D2">{score}</c></row>'


def sheet_xml(rows: str, *, before: str = "", after: str = "", start: str = "", main: str = MAIN) -> str:
    """A sheet part: the header in row 1, then `rows`."""
    return (
        f'{start}<worksheet xmlns="{main}">{before}<sheetData><row r="1">{HEADER_XML}</row>{rows}</sheetData>'
        f"{after}</worksheet>"
    )


def parts(
    sheet: str, *, main: str = MAIN, relations: str = RELATIONS, prefix: str = "", properties: str = ""
) -> dict[str, str | bytes]:
    """The parts of a minimal workbook, by name."""
    name = f":{prefix[:-1]}" if prefix else ""
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">'
    one = '<Relationship Id="rId{}" Type="{}/{}" Target="{}"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": rels + one.format(1, relations, "officeDocument", "xl/workbook.xml") + "</Relationships>",
        "xl/workbook.xml": f'<{prefix}workbook xmlns{name}="{main}" xmlns:r="{relations}">{properties}'
        f'<{prefix}sheets><{prefix}sheet name="成绩导入" sheetId="1" r:id="rId1"/></{prefix}sheets>'
        f"</{prefix}workbook>",
        "xl/_rels/workbook.xml.rels": rels
        + one.format(1, relations, "worksheet", "worksheets/sheet1.xml")
        + one.format(2, relations, "sharedStrings", "sharedStrings.xml")
        + one.format(3, relations, "styles", "styles.xml")
        + "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": sheet,
    }


def zipped(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """The parts as a deflated zip."""
    path.write_bytes(zip_bytes(content))
    return path


def zip_bytes(content: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return target.getvalue()


def by_hand(path: Path, rows: str, **options: Any) -> Path:
    """A minimal workbook whose sheet holds the header and these rows."""
    return zipped(path, parts(sheet_xml(rows, **options)))
