"""What the nightly sweep takes, and what it leaves."""

import io
import os
import time

import pytest
from sqlalchemy import func, select, text, update

from app.jobs.worker import work
from app.queue import defer
from app.services.files import StoredFileMissing, storage
from app.services.files.orphans import sweep_orphans
from app.services.registration.uploads import keep_upload
from app.services.scores.imports.commit import take_import
from app.services.scores.imports.sweep import sweep_imports
from app.services.scores.imports.upload import upload
from models import ImportState, Score, ScoreImport, ScoreImportRow
from tests.app.services.scores.imports.sheets import book_of, right_row
from tests.factories import Chain, make_chain, nth_resident_id
from tests.factories.planning import PDF


@pytest.fixture
def chain(session) -> Chain:
    return make_chain(session, learners=2)


def is_there(key: str) -> bool:
    try:
        with storage().open(key):
            return True
    except StoredFileMissing:
        return False


def put(folder: str = "imports") -> str:
    return storage().put(io.BytesIO(b"left behind"), folder=folder)


def grow_old(key: str) -> None:
    """The file was written two days ago."""
    then = time.time() - 2 * 86_400
    with storage().local(key) as path:
        os.utime(path, (then, then))


def two_imports(session, chain: Chain) -> tuple[ScoreImport, ScoreImport]:
    """One that was taken, one that nobody decided; each with a wrong row, both of two months ago."""
    rows = []
    for learner in chain.learners:
        wrong = [None, "张三", nth_resident_id(500_000), 80, None, None]
        content = book_of([right_row(session, learner), wrong])
        rows.append(upload(session, chain.training_class.id, content, "成绩.xlsx", by=chain.base_member))
    take_import(session, rows[0].id, by=chain.base_member)
    session.execute(update(ScoreImport).values(created_at=func.now() - text("interval '60 days'")))
    session.expire_all()
    return rows[0], rows[1]


def test_a_month_later_no_row_of_an_import_is_left(session, chain):
    taken, undecided = two_imports(session, chain)
    assert sweep_imports(session) == 2
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(ScoreImportRow)) == 0
    assert (taken.state, undecided.state) == (ImportState.IMPORTED, ImportState.CANCELLED)
    assert session.scalar(select(func.count()).select_from(Score)) == 1
    assert sweep_imports(session) == 0


def test_a_young_import_is_left_alone(session, chain):
    two_imports(session, chain)
    session.execute(update(ScoreImport).values(created_at=func.now() - text("interval '29 days'")))
    assert sweep_imports(session) == 0


def test_only_old_files_that_no_row_points_to_go(session, chain):
    kept = keep_upload(session, "a browser", io.BytesIO(PDF), "证书.pdf").file_key
    orphan, young = put(), put()
    grow_old(kept)
    grow_old(orphan)
    assert sweep_orphans(session) >= 1
    assert (is_there(kept), is_there(orphan), is_there(young)) == (True, False, True)


def test_a_file_that_is_none_of_ours_is_left_alone(session):
    foreign = "imports/readme.txt"
    with storage()._system.open(storage()._path(foreign), "wb") as file:
        file.write(b"by hand")
    grow_old(foreign)
    sweep_orphans(session)
    assert is_there(foreign)
    storage().delete(foreign)


def test_the_worker_sweeps(committed_database, committed_urls):
    orphan = put()
    grow_old(orphan)
    with committed_database.unit_of_work() as session:
        two_imports(session, make_chain(session, learners=2))
        defer(session, "sweep_leftovers", timestamp=0)
    work(committed_database, committed_urls.application, wait=False)
    with committed_database.sessions() as session:
        assert session.scalar(select(func.count()).select_from(ScoreImportRow)) == 0
    assert not is_there(orphan)
