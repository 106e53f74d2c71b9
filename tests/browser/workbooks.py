"""Spreadsheets as people handle them: a downloaded template that is filled in, a file that comes back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Download, Page

from tests.browser.province import Person
from tests.factories import nth_resident_id

HEAD = 2  # the template's title stands above
NAME, RESIDENT_ID, SCORE = 2, 3, 4
UNKNOWN = nth_resident_id(900_000)


def download(page: Page, label: str, folder: Path) -> Path:
    """Press the link of that name and keep what comes, under the name that it comes with."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=label).first.click()
    return kept(coming.value, folder)


def kept(file: Download, folder: Path) -> Path:
    """Keep a download in `folder`."""
    path = folder / file.suggested_filename
    file.save_as(path)
    return path


def fill(template: Path, rows: Sequence[tuple[Any, ...]]) -> Path:
    """Write (name, id number, score, and if wanted a remark) below the header, and save under another name."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, HEAD + 1):
        for column, value in enumerate(row, NAME):
            sheet.cell(number, column).value = value
    filled = template.with_name("填好的成绩.xlsx")
    book.save(filled)
    return filled


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file by their column's title."""
    head, *rows = load_workbook(path).worksheets[0].iter_rows(min_row=HEAD, values_only=True)
    titles = [str(title).rstrip("*") for title in head]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def correct(path: Path, corrections: Sequence[tuple[int, int, Any]]) -> Path:
    """Write (row, column, value) into a file that came back, and save it."""
    book = load_workbook(path)
    for row, column, value in corrections:
        book.worksheets[0].cell(HEAD + row, column).value = value
    book.save(path)
    return path


def altered(resident_id: str) -> str:
    """The same number with a check digit that does not fit."""
    return resident_id[:-1] + ("1" if resident_id[-1] != "1" else "2")


def right_and_wrong_rows(people: dict[str, Person]) -> list[tuple[str, object, object]]:
    """Two right rows, then one of each kind that real spreadsheets bring."""
    first, second, third, fourth = people.values()
    return [
        (first.name, first.resident_id, 85),
        (second.name, f" {second.resident_id.lower()} ", "９０.5"),
        (third.name, altered(third.resident_id), 80),
        (third.name, int(third.resident_id[:17] + "0"), 80),
        ("吴五", UNKNOWN, 80),
        (first.name, first.resident_id, 88),
        (fourth.name, fourth.resident_id, 101),
    ]
