"""Files that are not read: other types under the name .xlsx, damaged ones, and those made to do harm."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from app.services.spreadsheets import refusals
from app.services.spreadsheets.limits import ReadLimits
from app.services.spreadsheets.reading import read_sheet

from .workbooks import (
    FILES,
    HEADER,
    LAYOUT,
    MAIN,
    ROW,
    by_hand,
    parts,
    row_2,
    saved,
    sheet_xml,
    zip_bytes,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

RENAMED = {
    "nothing": (b"", refusals.EmptyFile),
    "an old Excel file": ((FILES / "libreoffice.xls").read_bytes(), refusals.OldExcelFormat),
    "an OpenDocument sheet": ((FILES / "libreoffice.ods").read_bytes(), refusals.OpenDocumentFormat),
    "a CSV in UTF-8": ((FILES / "libreoffice.csv").read_bytes(), refusals.TextFile),
    "a CSV in GB18030": ("序号,姓名,身份证号\r\n1,演示甲,\r\n".encode("gb18030"), refusals.TextFile),
    "a CSV in UTF-16": ("序号\t姓名".encode("utf-16"), refusals.TextFile),
    "a text that begins as a bitmap does": (b"BMI,name\r\n21,a\r\n", refusals.TextFile),
    "a web page": ((FILES / "libreoffice.html").read_bytes(), refusals.WebPage),
    "a table of a web page": (b"\xef\xbb\xbf\r\n<table><tr><td>1</td></tr></table>", refusals.WebPage),
    "an XML table of Excel 2003": (b'<?xml version="1.0"?><Workbook/>', refusals.XmlTable),
    "a PDF": ((FILES / "libreoffice.pdf").read_bytes(), refusals.PdfDocument),
    "a PNG": (PNG, refusals.Picture),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", refusals.Picture),
    "a photo of a telephone": (b"\x00\x00\x00\x18ftypheic\x00\x00", refusals.Picture),
    "a RAR archive": (b"Rar!\x1a\x07\x01\x00", refusals.Archive),
    "an encrypted xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), refusals.PasswordProtected),
    "a Word 97 document": (OLE + "WordDocument\0".encode("utf-16-le"), refusals.OtherDocument),
    "a zip of something else": (zip_bytes({"a.txt": "a"}), refusals.Archive),
    "a Word document": (
        zip_bytes({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        refusals.OtherDocument,
    ),
    "a binary Excel file": (
        zip_bytes({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"\x83"}),
        refusals.BinaryExcelFormat,
    ),
    "bytes without meaning": (bytes(range(256)), refusals.UnknownType),
}


@pytest.mark.parametrize(("content", "kind"), RENAMED.values(), ids=RENAMED)
def test_another_type_under_the_name_xlsx_is_named(
    tmp_path: Path, content: bytes, kind: type[refusals.SpreadsheetRefused]
) -> None:
    path = tmp_path / "成绩.xlsx"
    path.write_bytes(content)
    with pytest.raises(kind) as refused:
        read_sheet(path, LAYOUT)
    assert "请" in str(refused.value), "the sentence tells the cure"


def test_every_sentence_is_complete_with_the_facts_it_names() -> None:
    for kind in refusals.REFUSALS.values():
        assert (kind.__doc__ or "").endswith("。"), kind


def refused(path: Path, limits: ReadLimits | None = None) -> type[Exception]:
    """The class of the refusal that reading the file ends in."""
    with pytest.raises(refusals.SpreadsheetRefused) as caught:
        read_sheet(path, LAYOUT, limits or ReadLimits())
    assert "{" not in str(caught.value)
    return type(caught.value)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_damaged(tmp_path: Path, kept: float) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADER, ROW])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert refused(path) is refusals.Damaged


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
def test_a_single_flipped_bit_in_a_part_is_damage_never_another_value(tmp_path: Path, place: float) -> None:
    whole = bytearray((FILES / "libreoffice.xlsx").read_bytes())
    packed_end = whole.index(b"PK\x01\x02")
    entry = max(zipfile.ZipFile(FILES / "libreoffice.xlsx").infolist(), key=lambda entry: entry.compress_size)
    start = entry.header_offset + 30 + len(entry.filename)
    at = start + int(entry.compress_size * place)
    assert at < packed_end
    whole[at] ^= 0x10
    path = tmp_path / "a.xlsx"
    path.write_bytes(whole)
    assert refused(path) is refusals.Damaged


def test_a_macro_is_refused(tmp_path: Path) -> None:
    content = parts(sheet_xml(row_2()))
    assert refused(zipped(tmp_path / "a.xlsx", {**content, "xl/vbaProject.bin": b"x"})) is refusals.MacrosInside
    marked = str(content["[Content_Types].xml"]).replace(
        "application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    assert refused(zipped(tmp_path / "b.xlsx", {**content, "[Content_Types].xml": marked})) is refusals.MacrosInside


def test_an_archive_inside_is_refused(tmp_path: Path) -> None:
    inner = zip_bytes({"a": "a"})
    path = zipped(tmp_path / "a.xlsx", {**parts(sheet_xml(row_2())), "xl/embeddings/a.xlsx": inner})
    assert refused(path) is refusals.FilesInside


def test_entities_are_refused_before_anything_expands_them(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    assert refused(by_hand(tmp_path / "a.xlsx", row_2(name="&b;"), start=laughs)) is refusals.DeclarationsInside


def test_deflated_zeros_are_counted_while_they_unpack(tmp_path: Path) -> None:
    content = {**parts(sheet_xml(row_2())), "xl/media/a.bin": bytes(64 * 1024 * 1024)}
    assert refused(zipped(tmp_path / "a.xlsx", content)) is refusals.UnpackedTooLarge


def test_the_parts_together_are_counted(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2())
    assert refused(path, ReadLimits(unpacked_bytes=1_000)) is refusals.UnpackedTooLarge


def test_a_size_that_the_header_lies_about_is_not_believed(tmp_path: Path) -> None:
    bomb = bytes(64 * 1024 * 1024)
    path = zipped(tmp_path / "a.xlsx", {**parts(sheet_xml(row_2())), "xl/media/a.bin": bomb})
    lying = path.read_bytes().replace(struct.pack("<I", len(bomb)), struct.pack("<I", 10))
    path.write_bytes(lying)
    assert zipfile.ZipFile(path).getinfo("xl/media/a.bin").file_size == 10
    assert refused(path) is refusals.UnpackedTooLarge


def test_shared_strings_that_unpack_to_much_are_refused(tmp_path: Path) -> None:
    content = parts(sheet_xml(row_2()))
    content["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>{"A" * 32_000_000}</t></si></sst>'
    assert refused(zipped(tmp_path / "a.xlsx", content)) is refusals.UnpackedTooLarge


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2())
    whole = path.read_bytes()
    directory = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    first_name = struct.unpack("<H", whole[directory + 28 : directory + 30])[0]
    entry = bytearray(whole[directory : directory + 46 + first_name])
    entry[46:47] = b"?"  # another name, the same bytes
    made = bytearray(whole[:end] + bytes(entry) + whole[end:])
    tail = len(made) - 22
    count = struct.unpack("<H", made[tail + 10 : tail + 12])[0] + 1
    made[tail + 8 : tail + 12] = struct.pack("<HH", count, count)
    made[tail + 12 : tail + 16] = struct.pack("<I", tail - directory)
    path.write_bytes(made)
    assert len(zipfile.ZipFile(path).infolist()) == count
    assert refused(path) is refusals.Damaged


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    content = {**parts(sheet_xml(row_2())), **{f"xl/media/{n}": b"" for n in range(1_000)}}
    assert refused(zipped(tmp_path / "a.xlsx", content)) is refusals.TooManyParts


def test_an_encrypted_zip_entry_is_said_to_be_encrypted(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2())
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(whole)
    assert refused(path) is refusals.PasswordProtected


def test_a_file_over_the_size_limit_is_not_opened_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(3 * 1024 * 1024))
    with pytest.raises(refusals.FileTooLarge) as caught:
        read_sheet(path, LAYOUT, ReadLimits(file_bytes=1024 * 1024))
    assert (caught.value.megabytes, caught.value.limit) == (3.0, 1)


def test_all_16384_columns_with_content_are_refused_with_the_number(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2().replace("</row>", '<c r="XFD2"><v>1</v></c></row>'))
    with pytest.raises(refusals.TooManyColumns) as caught:
        read_sheet(path, LAYOUT)
    assert caught.value.columns == 16_384


def test_a_stray_cell_in_the_last_corner_meets_the_memory_limit_of_the_child(tmp_path: Path) -> None:
    stray = row_2() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(by_hand(tmp_path / "a.xlsx", stray)) is refusals.TooMuchMemory


def test_a_child_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADER, ROW])
    with pytest.raises(refusals.TooSlow, match=r"0\.001 秒"):
        read_sheet(path, LAYOUT, ReadLimits(seconds=0.001))


def test_an_answer_larger_than_allowed_is_not_taken(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADER, ROW])
    assert refused(path, ReadLimits(answer_bytes=20)) is refusals.TooMuchMemory


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_broken_xml_is_damage(tmp_path: Path, part: str) -> None:
    content = parts(sheet_xml(row_2()))
    content[part] = str(content[part])[: len(content[part]) // 2] + "<<<"
    assert refused(zipped(tmp_path / "a.xlsx", content)) is refusals.Damaged


def test_a_broken_deflate_stream_is_damage(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", row_2())
    whole = bytearray(path.read_bytes())
    start = 30 + struct.unpack("<H", whole[26:28])[0]
    whole[start : start + 20] = b"\xff" * 20
    path.write_bytes(whole)
    assert refused(path) is refusals.Damaged
