"""Whatever file comes in gets problems or a refusal, soon and in little memory; SOAK tries more, and others."""

import contextlib
import os
import random
import re
import resource
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refusal
from app.services.diagrams.checking import bundle_from, problems_of
from app.services.diagrams.draft_tables import problems_of_table, upload_table
from app.services.diagrams.drafts import check_draft, save_draft, start_draft, upload_diagram
from app.services.diagrams.library import current_version
from models import DiagramDraft
from tests.app.services.diagrams.test_checking import FILE, with_table
from tests.drawing import PROCESS, make_offices
from workflows.engine import Bundle, ignored_extensions

Chance = random.Random  # drawn anew from a seed: nothing here is secret
SOAK = int(os.environ.get("SOAK", "0"))
SECONDS, MEGABYTES = 2, 200
FILES = with_table(["hours", "base_level"], [["> 8", "-", "1"], ["<= 8", '"city"', "2"]])
PIECES = [
    "<", ">", "&", "]]>", "<![CDATA[", "<!--", "<?x y?>", '<!DOCTYPE a [<!ENTITY b "c">]>', "&b;", "&#0;",
    "&#x110000;", "\x00", "\ufffe", "\ud800", "\u202e", "\u200b", "x" * 100_000, "<a>" * 500, "(" * 300,
    "not " * 300, "9" * 5000,
    "1e999999", "__class__", "'", '"', "${x}", "xmlns=", "xmlns:bpmn='x' ", "bpmn:", "id='x' ", "王", "-" * 3000,
]  # fmt: skip


def mutated(xml: str, chance: random.Random) -> str:
    """A file with a few places cut, doubled, renamed, mixed up or filled with odd things."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(xml) or 1)
        end = min(len(xml), start + chance.choice([0, 1, 10, 200, 3000]))
        tags = re.findall(r"<[^<>]+>", xml) or ["<a>"]
        words = re.findall(r'"[^"]*"', xml) or ['""']
        what = chance.randrange(7)
        if what == 0:
            xml = xml[:start] + xml[end:]
        elif what == 1:
            xml = xml[:end] + xml[start:end] + xml[end:]
        elif what == 2:
            xml = xml[:start] + chance.choice(PIECES) + xml[end if chance.random() < 0.3 else start :]
        elif what == 3:
            xml = xml.replace(chance.choice(tags), chance.choice(tags), chance.choice([1, -1]))
        elif what == 4:
            xml = xml.replace(chance.choice(words), chance.choice(words), chance.choice([1, -1]))
        elif what == 5:
            xml = xml.replace(chance.choice(words), f'"{chance.choice(PIECES)[:2000]}"', 1)
        else:
            xml = xml[:start] if chance.random() < 0.3 else xml
    return xml


def encoded(xml: str, chance: random.Random) -> bytes:
    """As some tool might write it, rightly or not."""
    coding = chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1"])
    data = xml.encode(coding, "replace")
    return data if chance.random() < 0.8 else data[: chance.randrange(len(data) + 1)]


class Frugal:
    """A block that takes little time and memory."""

    def __enter__(self) -> None:
        self.time, self.memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def __exit__(self, *_: object) -> None:
        assert time.process_time() - self.time < SECONDS
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - self.memory < MEGABYTES * 1024


def ask_everything(diagram: str, table: str, chance: random.Random) -> None:
    """Every way into the checks that needs no database."""
    raw = Bundle(PROCESS, {FILE: encoded(diagram, chance), "way.dmn": encoded(table, chance)})
    with Frugal():
        found = [*problems_of(raw), *check_draft(PROCESS, diagram, {"way.dmn": table})]
    with Frugal():
        found += problems_of_table(PROCESS, "way.dmn", table)
        assert isinstance(ignored_extensions(raw.files), list)
    assert all(problem.code and problem.message and len(problem.message) < 1500 for problem in found)


@settings(
    max_examples=SOAK or 150,
    derandomize=not SOAK,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_gets_problems_and_nothing_else(seed):
    chance = Chance(seed)
    diagram, table = FILES[FILE], FILES["way.dmn"]
    which = chance.random()
    ask_everything(
        mutated(diagram, chance) if which < 0.7 else diagram,
        mutated(table, chance) if which > 0.4 else table,
        chance,
    )


def nodes(count: int, element: str) -> str:
    return FILES[FILE].replace(
        "</bpmn:process>", "".join(element.format(n) for n in range(count)) + "</bpmn:process>"
    )


BIG = [
    ("many tasks", nodes(9_000, '<bpmn:userTask id="u{0}" name="x" />')),
    ("many flows", nodes(6_000, '<bpmn:sequenceFlow id="q{0}" sourceRef="declared" targetRef="hr_review" />')),
    ("many unknown elements", nodes(40_000, "<a{0}/>")),
    ("many attributes", nodes(1, "<bpmn:userTask id='u' " + " ".join(f"a{n}='1'" for n in range(40_000)) + "/>")),
    ("a huge id", nodes(1, f'<bpmn:userTask id="{"i" * 900_000}" name="x" />')),
    ("a huge id, often refused", nodes(1, f'<bpmn:task id="{"i" * 800_000}">{"<b/>" * 100}</bpmn:task>')),
    ("deep", nodes(1, "<a>" * 100_000)),
    ("deep and closed", nodes(1, "<bpmn:subProcess>" * 200 + "</bpmn:subProcess>" * 200)),
    ("a huge condition", FILES[FILE].replace("outcome ==", "(" * 900_000 + "outcome ==", 1)),
    ("many namespaces", nodes(1, "".join(f"<x{n}:a xmlns:x{n}='urn:{n}'/>" for n in range(25_000)))),
    ("an entity bomb", '<!DOCTYPE a [<!ENTITY b "' + "x" * 9999 + '">]>' + nodes(1, "&b;" * 1000)),
    ("many references", nodes(60_000, "&#65;")),
]


@pytest.mark.parametrize(("what", "xml"), BIG, ids=[row[0] for row in BIG])
def test_a_big_file_is_answered_soon_and_in_little_memory(what, xml):
    with Frugal():
        found = check_draft(PROCESS, xml, {"way.dmn": FILES["way.dmn"]})
    assert found, what
    assert sum(len(problem.message) + len(problem.element_id) for problem in found) < 500_000


@pytest.mark.parametrize("seed", range(12))
def test_an_upload_is_kept_with_its_problems_or_refused(session, seed):
    """On the database too: what was not refused was kept."""
    offices, chance = make_offices(session), Chance(seed)
    draft_id = start_draft(session, current_version(session, PROCESS), "试", by=offices.system)

    def now() -> int:
        return session.get_one(DiagramDraft, draft_id).revision

    for _ in range(5):
        diagram, table = mutated(FILES[FILE], chance), mutated(FILES["way.dmn"], chance)
        for act in (
            lambda xml=diagram: upload_diagram(session, draft_id, encoded(xml, chance), by=offices.system),
            lambda xml=diagram: save_draft(session, draft_id, by=offices.system, xml=xml, revision=now()),
            lambda xml=table: upload_table(session, draft_id, encoded(xml, chance), by=offices.system),
        ):
            with contextlib.suppress(Refusal):
                act()


def test_the_command_line_answers_too(app, tmp_path: Path):
    chance = Chance(1)
    for number in range(6):
        file = tmp_path / f"{number}.bpmn"
        file.write_bytes(encoded(mutated(FILES[FILE], chance), chance))
        answer = app.test_cli_runner().invoke(args=["diagrams", "check", str(file), "--process", PROCESS])
        assert answer.exit_code in (0, 1)
        assert answer.exception is None or isinstance(answer.exception, SystemExit)


def test_half_a_sign_is_a_problem_and_no_error():
    """As JSON may carry it."""
    assert {one.code for one in check_draft(PROCESS, FILES[FILE] + "\ud800")} == {"not_utf8"}
    assert {one.code for one in problems_of_table(PROCESS, "way.dmn", "\ud800")} == {"not_utf8"}


def test_the_file_that_is_damaged_is_sound():
    assert not problems_of(bundle_from(PROCESS, with_table(["hours"], [["> 8", "1"], ["<= 8", "2"]])))
