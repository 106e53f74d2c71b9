"""A decision table as it is written, cell by cell, to be changed and written again; right or wrong, it keeps."""

import re
from dataclasses import dataclass
from typing import cast

from lxml import etree

from .problems import Problem, Report
from .tables import UNIQUE
from .xml import read_xml

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class SheetRule:
    """A row as it is written."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table as it is written; `inputs` are the expressions of its columns."""

    id: str
    name: str
    hit_policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[SheetRule, ...]


def decisions_of(file: str, data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """The tables of a file as they are written, or why it cannot be read."""
    report = Report()
    root = read_xml(file, data, report)
    if root is None:
        return [], report.problems
    return [_sheet(element) for element in root if _local(element) == "decision"], []


def write_sheet(sheet: Sheet) -> str:
    """The DMN file of one table."""
    root = etree.Element(f"{{{MODEL}}}definitions", nsmap=cast(dict[str, str], {None: MODEL}))
    _set(root, id=f"{sheet.id}_file", name=sheet.name, namespace="http://www.omg.org/spec/DMN")
    decision = _add(root, "decision", id=sheet.id, name=sheet.name)
    table = _add(decision, "decisionTable", id=f"{sheet.id}_table", hitPolicy=sheet.hit_policy)
    for number, expression in enumerate(sheet.inputs, 1):
        column = _add(table, "input", id=f"{sheet.id}_input_{number}")
        _text(_add(column, "inputExpression", id=f"{sheet.id}_expression_{number}"), expression)
    for number, name in enumerate(sheet.outputs, 1):
        _add(table, "output", id=f"{sheet.id}_output_{number}", name=name)
    for rule in sheet.rules:
        row = _add(table, "rule", id=rule.id)
        for number, cell in enumerate(rule.inputs, 1):
            _text(_add(row, "inputEntry", id=f"{rule.id}_in_{number}"), cell)
        for number, cell in enumerate(rule.outputs, 1):
            _text(_add(row, "outputEntry", id=f"{rule.id}_out_{number}"), cell)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def _sheet(decision: etree._Element) -> Sheet:
    tables = _children(decision, "decisionTable")
    table = tables[0] if tables else decision
    inputs = tuple(_first(column, "inputExpression") for column in _children(table, "input"))
    outputs = tuple(column.get("name", "") for column in _children(table, "output"))
    rules = tuple(_rule(row, len(inputs), len(outputs)) for row in _children(table, "rule"))
    policy = table.get("hitPolicy", UNIQUE)
    return Sheet(decision.get("id", ""), decision.get("name", ""), policy, inputs, outputs, rules)


def _rule(row: etree._Element, inputs: int, outputs: int) -> SheetRule:
    return SheetRule(
        row.get("id", ""),
        _filled([_read(cell) for cell in _children(row, "inputEntry")], inputs),
        _filled([_read(cell) for cell in _children(row, "outputEntry")], outputs),
    )


def _filled(cells: list[str], count: int) -> tuple[str, ...]:
    return tuple((cells + [""] * count)[:count])


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _children(element: etree._Element, local: str) -> list[etree._Element]:
    return [child for child in element if _local(child) == local]


def _first(element: etree._Element, local: str) -> str:
    found = _children(element, local)
    return _read(found[0]) if found else ""


def _read(element: etree._Element) -> str:
    return " ".join((child.text or "") for child in _children(element, "text")).strip()


def _add(parent: etree._Element, local: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{MODEL}}}{local}")
    _set(element, **attributes)
    return element


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(name, _NOT_XML.sub("", value))


def _text(parent: etree._Element, text: str) -> None:
    _add(parent, "text").text = _NOT_XML.sub("", text)
