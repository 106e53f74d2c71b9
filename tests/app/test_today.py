"""The day is that of China, wherever the machine stands; nobody asks the machine's own zone."""

import ast
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.config import ROOT
from app.today import CHINA, today

PARTS = ("app", "forms", "models", "workflows")
OF_THE_MACHINE = {("date", "today"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "localtime")}
WITHOUT_A_ZONE = {("datetime", "now"), ("datetime", "fromtimestamp"), ("date", "fromtimestamp")}
FEWEST = {"now": 1, "fromtimestamp": 2}  # arguments, the zone among them


@pytest.fixture(params=["Pacific/Honolulu", "Pacific/Kiritimati"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is set to a zone far from China."""
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_the_day_is_that_of_china():
    assert today() == datetime.now(ZoneInfo("Asia/Shanghai")).date()


def test_china_has_one_zone():
    moment = datetime(2026, 7, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert moment.utcoffset() == moment.astimezone(CHINA).utcoffset()


def asks_the_machine(call: ast.Call) -> bool:
    """Whether a call gives the day or hour of the machine's own zone."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr == "astimezone":
        return not call.args and not call.keywords
    owner = function.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    if (name, function.attr) in OF_THE_MACHINE:
        return True
    given = len(call.args) + len(call.keywords)
    return (name, function.attr) in WITHOUT_A_ZONE and given < FEWEST[function.attr]


def calls_of(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


@pytest.mark.parametrize("part", PARTS)
def test_nobody_asks_the_machine_what_day_it_is(part: str):
    asking = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in sorted((ROOT / part).rglob("*.py"))
        for call in calls_of(file)
        if asks_the_machine(call)
    ]
    assert asking == []


def test_no_page_writes_moments_in_the_machines_zone():
    assert [file for file in (ROOT / "templates").rglob("*.html") if "astimezone()" in file.read_text()] == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("date.today()", True),
        ("datetime.now()", True),
        ("datetime.datetime.now()", True),
        ("datetime.now(UTC)", False),
        ("datetime.now(tz=UTC)", False),
        ("datetime.fromtimestamp(1)", True),
        ("datetime.fromtimestamp(1, UTC)", False),
        ("moment.astimezone()", True),
        ("moment.astimezone(CHINA)", False),
        ("today()", False),
    ],
)
def test_the_guard_knows_what_it_looks_for(code: str, wrong: bool):
    (call,) = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert asks_the_machine(call) is wrong
