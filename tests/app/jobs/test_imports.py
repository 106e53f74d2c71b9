"""A large file read in the background, run in this process."""

import io

import pytest
from sqlalchemy import func, select

from app.database import Database
from app.jobs.imports import read_in_background
from app.jobs.worker import work
from app.runtime.embedded import Urls
from app.services.files import StoredFileMissing, storage
from app.services.scores.imports.commit import cancel_import, take_import
from app.services.scores.imports.read import CHUNK, note_progress, read_import
from app.services.scores.imports.upload import READ_AT_ONCE, upload
from models import ImportState, Score, ScoreImport, ScoreImportRow
from tests.app.services.scores.imports.sheets import book_of, right_row
from tests.factories import Chain, make_chain, nth_resident_id

STRANGERS = 8_000  # rows of people who are not registered: enough to be read in the background


@pytest.fixture
def chain(committed_database: Database) -> Chain:
    with committed_database.unit_of_work() as session:
        return make_chain(session, learners=3)


@pytest.fixture
def import_id(committed_database: Database, chain: Chain) -> int:
    """Three right rows and many wrong ones, uploaded and not yet read."""
    with committed_database.unit_of_work() as session:
        rows = [right_row(session, learner) for learner in chain.learners]
        rows += [[None, "张三", nth_resident_id(500_000 + n), 80, None, None] for n in range(STRANGERS)]
        content = book_of(rows)
        assert len(content.getvalue()) > READ_AT_ONCE
        return upload(session, chain.training_class.id, content, "成绩.xlsx", by=chain.base_member).id


def now(database: Database, import_id: int) -> ScoreImport:
    with database.unit_of_work() as session:
        return session.get_one(ScoreImport, import_id)


def test_the_worker_reads_it_and_the_file_goes(committed_database, committed_urls: Urls, chain, import_id):
    assert now(committed_database, import_id).state is ImportState.READING

    work(committed_database, committed_urls.application, wait=False)

    read = now(committed_database, import_id)
    assert (read.state, read.right_rows, read.wrong_rows) == (ImportState.READY, 3, STRANGERS)
    assert read.rows_read == read.rows_total == STRANGERS + 3
    with pytest.raises(StoredFileMissing), storage().open(read.file_key):
        pass
    with committed_database.unit_of_work() as session:
        assert take_import(session, import_id, by=chain.base_member).right_rows == 3


def test_others_see_how_far_it_is_while_nothing_of_it_is_committed(committed_database, import_id):
    seen = []

    def look(read: int, total: int) -> None:
        with committed_database.unit_of_work() as other:
            note_progress(other, import_id, read, total)
        row = now(committed_database, import_id)
        with committed_database.unit_of_work() as other:
            rows = other.scalar(select(func.count()).select_from(ScoreImportRow))
        seen.append((row.state.value, row.rows_read, row.rows_total, rows))

    with committed_database.unit_of_work() as session:
        read_import(session, import_id, progress=look)

    total = STRANGERS + 3
    assert total < CHUNK
    assert seen == [("reading", 0, total, 0), ("reading", 0, total, 0), ("reading", total, total, 0)]
    assert now(committed_database, import_id).state is ImportState.READY


def test_read_again_after_a_crash_it_is_read_once(committed_database, import_id):
    read_in_background(committed_database, import_id)
    read_in_background(committed_database, import_id)

    with committed_database.unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(ScoreImportRow)) == STRANGERS + 3


def test_given_up_while_it_is_read_it_leaves_nothing(committed_database, chain, import_id):
    def give_up(read: int, total: int) -> None:
        with committed_database.unit_of_work() as other:
            cancel_import(other, import_id, by=chain.base_member)

    with committed_database.unit_of_work() as session:
        read_import(session, import_id, progress=give_up)

    assert now(committed_database, import_id).state is ImportState.CANCELLED
    with committed_database.unit_of_work() as session:
        assert session.scalars(select(ScoreImportRow)).all() == []


def test_a_file_that_is_gone_is_told_and_not_a_fault(committed_database, import_id):
    storage().delete(now(committed_database, import_id).file_key)

    read_in_background(committed_database, import_id)

    refused = now(committed_database, import_id)
    assert refused.state is ImportState.REFUSED
    assert "重新上传" in refused.problem


def test_a_large_file_that_is_none_of_ours_is_refused_in_the_background(committed_database, chain):
    with committed_database.unit_of_work() as session:
        content = io.BytesIO(bytes(READ_AT_ONCE + 1))
        id = upload(session, chain.training_class.id, content, "成绩.xlsx", by=chain.base_member).id

    read_in_background(committed_database, id)

    assert now(committed_database, id).state is ImportState.REFUSED


def test_a_fault_of_ours_ends_the_waiting_and_is_raised_for_the_log(committed_database, import_id):
    """The table of staged rows has one of the import already, as no reading of ours leaves it."""
    with committed_database.unit_of_work() as session:
        session.add(ScoreImportRow(import_id=import_id, row_number=2, problems=[]))

    with pytest.raises(Exception, match="score_import_row"):
        read_in_background(committed_database, import_id)

    failed = now(committed_database, import_id)
    assert failed.state is ImportState.REFUSED
    assert "系统读取文件时出现故障" in failed.problem
    with committed_database.unit_of_work() as session:
        assert session.scalars(select(Score)).all() == []
