"""Formulas without a stored value and error values, which the fast reader gives as empty cells.

Only sheets that have any are parsed here, with lxml: no DTD, no entities, no network. Runs in the child.
"""

from __future__ import annotations

import io
import posixpath
import re
from typing import Any

from lxml import etree

from .unpacking import Unpacked

UNCOMPUTED = "formula"
_PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_SUSPECTS = etree.XPath("*[@t='e' or *[local-name()='f']]")
_LETTERS = re.compile(r"[A-Z]{1,3}")

Marks = dict[int, dict[int, dict[str, str]]]
"""Row as Excel numbers it -> index of the column -> `{"mark": "formula"}` or `{"mark": "#N/A"}`."""


def look_again(unpacked: Unpacked, title: str) -> Marks:
    """The marks of the sheet with this title; empty if it has no formulas and no errors."""
    part = _part_of(unpacked, title)
    if part is None or not unpacked.needs_second_look(part):
        return {}
    return _marks(unpacked.parts[part])


def _marks(content: bytes) -> Marks:
    marks: Marks = {}
    number = 0
    for _, row in etree.iterparse(io.BytesIO(content), events=("end",), tag="{*}row", **_PARSER):
        number = int(row.get("r") or number + 1)
        suspects: Any = _SUSPECTS(row)
        for cell in suspects:
            if mark := _mark(cell):
                marks.setdefault(number, {})[_column(cell)] = {"mark": mark}
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
    return marks


def _mark(cell: Any) -> str | None:
    value = cell.findtext("{*}v")
    if cell.get("t") == "e":
        return value or "#VALUE!"
    has_no_value = not value and cell.get("t") != "str"  # a formula that gave an empty text is computed
    return UNCOMPUTED if has_no_value and cell.find("{*}f") is not None else None


def _column(cell: Any) -> int:
    """The index of the cell's column; some programs leave out the reference, then its place in the row counts."""
    letters = _LETTERS.match(cell.get("r", ""))
    if not letters:
        return int(cell.getparent().index(cell))
    index = 0
    for letter in letters.group():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _part_of(unpacked: Unpacked, title: str) -> str | None:
    """The part that holds the sheet: package -> workbook -> sheet, each step by its relationships."""
    workbook = next(
        (target for kind, target in _relations(unpacked, "").values() if kind.endswith("/officeDocument")), None
    )
    if workbook is None or workbook not in unpacked.parts:
        return None
    relations = _relations(unpacked, workbook)
    for sheet in _tree(unpacked.parts[workbook]).iter("{*}sheet"):
        if sheet.get("name") == title:
            ids = [value for name, value in sheet.items() if name.endswith("}id")]
            target = relations.get(ids[0], ("", ""))[1] if ids else ""
            return target if target in unpacked.parts else None
    return None


def _relations(unpacked: Unpacked, source: str) -> dict[str, tuple[str, str]]:
    """Id -> (type, part name) of what the source part refers to."""
    folder, name = posixpath.split(source)
    content = unpacked.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return {}
    return {
        relation.get("Id", ""): (relation.get("Type", ""), _target(folder, relation.get("Target", "")))
        for relation in _tree(content)
    }


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _tree(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(**_PARSER))
