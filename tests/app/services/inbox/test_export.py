"""Lists of an inbox as files: what the filter shows, masked, harmless, bounded, written down."""

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.services.approvals import decide
from app.services.inbox import export
from app.services.inbox.columns import show_columns
from app.services.inbox.decided import DecidedFilter
from app.services.inbox.export import NothingToExport, TooManyRows, export_decided, export_group, export_waiting
from app.services.inbox.filter import InboxFilter
from app.services.inbox.groups import list_groups
from models import AuditEvent, ItemKind
from tests.journey import Journey


def lines(content: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


@pytest.fixture
def waiting(journey: Journey) -> Journey:
    journey.declare()
    return journey


def key_of(journey: Journey):
    return list_groups(journey.session, by=journey.chain.employer_member).rows[0].key


def test_a_group_is_a_file_with_the_columns_that_its_reader_shows(waiting: Journey):
    who, session = waiting.chain.employer_member, waiting.session
    show_columns(session, ItemKind.SCORE, ["masked_id", "value"], by=who)
    name, content = export_group(session, key_of(waiting), InboxFilter(), by=who)
    head, *rows = lines(content)
    assert name == waiting.chain.training_class.name
    assert head == ("学员", "身份证号", "成绩")
    assert len(rows) == 3
    assert all(re.fullmatch(r"\d{6}\*{8}\d{3}[\dX]", row[1]) for row in rows)


def test_the_inbox_is_a_file_of_every_row_that_the_filter_matches(
    waiting: Journey, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(export, "CHUNK", 2)  # so that more than one is needed
    head, *rows = lines(export_waiting(waiting.session, InboxFilter(), by=waiting.chain.employer_member))
    assert head[:5] == ("事项", "所属", "类型", "环节", "申报单位")
    assert sorted(row[0] for row in rows) == sorted(one.name for one in waiting.chain.learners)
    assert {row[4] for row in rows} == {waiting.chain.base.name}


def test_decisions_are_a_file_too(waiting: Journey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(export, "CHUNK", 2)
    who = waiting.chain.employer_member
    decide(waiting.session, waiting.open_items("employer_review"), by=who, outcome="return", comment="=1+1")
    _, *rows = lines(export_decided(waiting.session, DecidedFilter(), by=who))
    assert [(row[4], row[5], row[6], row[8]) for row in rows] == [("退回", "=1+1", who.name, "已退回")] * 3


def test_a_text_that_looks_like_a_formula_is_text(waiting: Journey):
    who = waiting.chain.employer_member
    decide(waiting.session, waiting.open_items("employer_review"), by=who, outcome="return", comment="=cmd|'/c'!A1")
    book = load_workbook(io.BytesIO(export_decided(waiting.session, DecidedFilter(), by=who)))
    cell = book.active.cell(row=2, column=6)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_too_many_rows_are_refused_and_the_numbers_are_said(waiting: Journey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(export, "MOST", 2)
    with pytest.raises(TooManyRows) as refused:
        export_waiting(waiting.session, InboxFilter(), by=waiting.chain.employer_member)
    assert "有3条" in str(refused.value)
    with pytest.raises(TooManyRows):
        export_group(waiting.session, key_of(waiting), InboxFilter(), by=waiting.chain.employer_member)


def test_nothing_is_no_file(waiting: Journey):
    with pytest.raises(NothingToExport):
        export_waiting(waiting.session, InboxFilter(year=1999), by=waiting.chain.employer_member)


def test_each_export_is_written_down_without_what_was_looked_for(waiting: Journey):
    who = waiting.chain.employer_member
    export_group(waiting.session, key_of(waiting), InboxFilter(submitter="基地"), by=who)
    event = waiting.session.scalars(select(AuditEvent).where(AuditEvent.action == "inbox:export")).one()
    assert (event.user_id, event.detail["rows"], event.detail["conditions"]) == (who.user_id, 3, ["submitter"])
    assert "基地" not in str(event.detail)
