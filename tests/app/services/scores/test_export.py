"""A base's scores as a file: what the filter shows, masked, harmless, bounded, written down."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.errors import NotPermitted
from app.services.scores import export
from app.services.scores.export import NoScoresToExport, TooManyScores, export_scores
from app.services.scores.filter import ScoreFilter
from app.services.scores.standing import Standing
from models import AuditEvent
from tests.factories import make_chain, make_member
from tests.journey import begin


@pytest.fixture
def entered(session):
    make_chain(session).make_scores(session)  # a neighbour's, never in the file
    return begin(session, learners=3)


def lines(content: bytes) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_the_file_has_what_the_filter_shows_over_all_its_pages(entered, session, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 2)
    base, class_id = entered.chain.base_member, entered.chain.training_class.id

    head, *rows = lines(export_scores(session, ScoreFilter(class_id=class_id), by=base))
    every = lines(export_scores(session, ScoreFilter(), by=base))

    assert head[:2] == ("学员", "身份证号")
    assert (len(rows), len(every)) == (3, 4)
    assert all("*" in row[1] and row[11] == "待申报" for row in rows)


def test_what_was_typed_is_no_formula(entered, session):
    entered.scores[0].remark = "=1+1"
    session.flush()

    content = export_scores(session, ScoreFilter(), by=entered.chain.base_member)

    cells = [cell for row in load_workbook(io.BytesIO(content)).active for cell in row if cell.value == "=1+1"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


def test_too_many_are_refused_in_words_and_nothing_is_no_file(entered, session, monkeypatch):
    base = entered.chain.base_member
    with pytest.raises(NoScoresToExport):
        export_scores(session, ScoreFilter(standing=Standing.REVOKED), by=base)
    monkeypatch.setattr(export, "MOST", 2)
    with pytest.raises(TooManyScores, match="超过2条，一次最多导出2条"):
        export_scores(session, ScoreFilter(), by=base)


def test_each_export_is_written_down_without_what_was_looked_for(entered, session):
    base = entered.chain.base_member

    export_scores(session, ScoreFilter(text="测试学员"), by=base)

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:export")).one()
    assert (event.user_id, event.detail["rows"], event.detail["conditions"]) == (base.user_id, 3, ["text"])
    assert "测试学员" not in str(event.detail)


def test_the_file_is_for_those_who_see_scores(entered, session):
    with pytest.raises(NotPermitted):
        export_scores(session, ScoreFilter(), by=make_member(session, entered.chain.base, modules=()))
