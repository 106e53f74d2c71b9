"""Reading an uploaded spreadsheet: in a child process with limits, so that no file can harm the application."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Any

from . import refusals
from .cells import Cell, ErrorValue, UncomputedFormula
from .layout import SheetLayout
from .limits import DEFAULT_LIMITS, MEBIBYTE, ReadLimits
from .second_look import UNCOMPUTED

_log = logging.getLogger(__name__)
_START = "import sys; sys.path.append(sys.argv[1]); from spreadsheets.child import main; main()"
"""The child imports this folder as a package of its own: without the application around it."""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The rows of the sheet that was meant.

    `rows` are (row number as Excel shows it, cells in the layout's order); blank rows are left out. `merged` maps
    the number of a row that merged cells touch to the keys of those columns: only a range's first cell has its
    value.
    `absent` are the keys of optional columns that the sheet does not have.
    """

    sheet: str
    header_row: int
    absent: frozenset[str]
    rows: list[tuple[int, tuple[Cell, ...]]]
    merged: dict[int, tuple[str, ...]]


def read_sheet(path: Path, expected: SheetLayout, limits: ReadLimits = DEFAULT_LIMITS) -> SheetContent:
    """Read the sheet that fits the layout out of an .xlsx file.

    Raises a SpreadsheetRefused, whose text says in Chinese what is wrong with the file and how to cure it.
    Numbers come as float (Excel has no other): an id number among them has lost digits.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise refusals.FileTooLarge(megabytes=round(size / MEBIBYTE, 1), limit=limits.file_bytes // MEBIBYTE)
    request = {"path": str(path.resolve()), "layout": expected.as_request(), "limits": limits.as_request()}
    answer = _ask(json.dumps(request).encode(), limits)
    if "refused" in answer:
        raise refusals.REFUSALS[answer["refused"]](**answer["facts"])
    if "crashed" in answer:
        _log.warning("A spreadsheet could not be read: %s", answer["crashed"])
        raise refusals.Damaged()
    return _content(answer["content"], expected)


def _ask(request: bytes, limits: ReadLimits) -> dict[str, Any]:
    """Start the child, give it the request, take its answer; kill it when it takes too long or says too much."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(Path(__file__).parents[1])]
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env={})  # noqa: S603 -- a fixed command
    alarm = Timer(limits.seconds, child.kill)
    with child:
        alarm.start()
        try:
            return _exchange(child, request, limits)
        finally:
            alarm.cancel()
            child.kill()


def _exchange(child: subprocess.Popen[bytes], request: bytes, limits: ReadLimits) -> dict[str, Any]:
    assert child.stdin is not None  # noqa: S101 -- both were asked for as pipes
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(request)
        child.stdin.close()
    except BrokenPipeError:
        _log.warning("The child that reads spreadsheets ended before it was asked")
    data = child.stdout.read(limits.answer_bytes + 1)
    if len(data) > limits.answer_bytes:
        raise refusals.TooMuchMemory()
    code = child.wait()
    if code == 0:
        return json.loads(data, object_hook=_special)  # type: ignore[no-any-return]
    raise _end(code, limits)


def _end(code: int, limits: ReadLimits) -> refusals.SpreadsheetRefused:
    """Why the child did not answer. Rust aborts when memory is refused; CPU time and our alarm kill."""
    _log.warning("The child that reads spreadsheets ended with %s", code)
    if code in {-signal.SIGKILL, -signal.SIGXCPU}:
        return refusals.TooSlow(seconds=limits.seconds)
    if code in {-signal.SIGABRT, -signal.SIGSEGV}:
        return refusals.TooMuchMemory()
    return refusals.Damaged()


def _special(value: dict[str, Any]) -> Any:
    if "date" in value:
        return datetime.fromisoformat(value["date"])
    if "mark" in value:
        return UncomputedFormula() if value["mark"] == UNCOMPUTED else ErrorValue(value["mark"])
    return value


def _content(answer: dict[str, Any], layout: SheetLayout) -> SheetContent:
    keys = [column.key for column in layout.columns]
    return SheetContent(
        sheet=answer["sheet"],
        header_row=answer["header_row"],
        absent=frozenset(keys[position] for position in answer["absent"]),
        rows=list(zip(answer["numbers"], map(tuple, answer["rows"]), strict=True)),
        merged={int(row): tuple(keys[at] for at in touched) for row, touched in answer["merged"].items()},
    )
