"""Reading an uploaded file into staged rows: in the request when it is small, else in the background."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.sealing import sealer
from app.services.files import StoredFileMissing, storage
from app.services.scores.imports import refusals
from app.services.scores.imports.layout import CLASS_COLUMN, LAYOUT
from app.services.scores.imports.match import match_learners
from app.services.scores.imports.staging import drop_rows, stage_rows
from app.services.scores.imports.validate import ParsedRow, Validator
from app.services.spreadsheets.cells import shown
from app.services.spreadsheets.reading import SheetContent, read_sheet
from app.services.spreadsheets.refusals import SpreadsheetRefused
from models import ImportState, ScoreImport, TrainingClass

CHUNK = 20_000  # rows between two reports of progress
READING_LOCK = 7_301 << 40  # advisory locks from here on: one for each import, so that two workers never read one

Progress = Callable[[int, int], None]  # rows read, rows in all


def read_import(session: Session, import_id: int, *, progress: Progress | None = None) -> None:
    """Read and validate the file of an import, and stage its rows; a file that cannot be read refuses the import.

    Does nothing for an import that was read already or cancelled meanwhile. `progress` is called outside of this
    transaction's sight: it must use a connection of its own.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(READING_LOCK + import_id))):
        return
    row = session.get(ScoreImport, import_id, populate_existing=True)
    if row is None or row.state is not ImportState.READING:
        return
    try:
        with _collector_at_rest():
            content = _content(session, row)
            right = _stage(session, row, content, progress or _silent)
    except (SpreadsheetRefused, refusals.ImportRefused) as refused:
        refuse_import(session, import_id, str(refused))
        return
    _finish(session, row, right, len(content.rows))


def note_progress(session: Session, import_id: int, read: int, total: int) -> None:
    """Write how far the reading is; the transaction that reads must not have touched the row yet."""
    session.execute(update(ScoreImport).where(ScoreImport.id == import_id).values(rows_read=read, rows_total=total))


def refuse_import(session: Session, import_id: int, problem: str) -> None:
    """Say why the file as a whole is not taken."""
    session.execute(
        update(ScoreImport)
        .where(ScoreImport.id == import_id, ScoreImport.state == ImportState.READING)
        .values(state=ImportState.REFUSED, problem=problem, finished_at=func.now())
        .execution_options(synchronize_session="fetch")
    )


def _silent(read: int, total: int) -> None:
    """Nobody watches a reading that is over within the request."""


def _content(session: Session, row: ScoreImport) -> SheetContent:
    try:
        with storage().local(row.file_key) as path:
            content = read_sheet(path, LAYOUT)
    except StoredFileMissing:
        raise refusals.FileIsGone() from None
    if not content.rows:
        raise refusals.NoRows()
    _refuse_other_class(session, row, content)
    return content


def _refuse_other_class(session: Session, row: ScoreImport, content: SheetContent) -> None:
    position = LAYOUT.position(CLASS_COLUMN)
    written = {shown(cells[position]).strip() for _, cells in content.rows if cells[position] is not None}
    others = sorted(written - {str(row.class_id), ""})
    if not others:
        return
    known_ids = [row.class_id, *(int(text) for text in others[:5] if _is_id(text))]
    found = session.execute(
        select(TrainingClass.id, TrainingClass.name).where(
            TrainingClass.base_id == row.base_id, TrainingClass.id.in_(known_ids)
        )
    )
    names = {one.id: one.name for one in found}
    wanted = names[row.class_id]
    known = next((name for id, name in names.items() if id != row.class_id), f"编号 {others[0][:20]}")
    raise refusals.OtherClass(other=known, wanted=wanted)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _stage(session: Session, row: ScoreImport, content: SheetContent, progress: Progress) -> int:
    """Check one chunk here while the database is busy with the one before it; returns how many rows are right."""
    validator = Validator(sealer(), content.merged)
    rows, total = iter(content.rows), len(content.rows)
    progress(0, total)
    right = done = 0
    with ThreadPoolExecutor(max_workers=1) as database_side:
        busy: Future[int] | None = None
        while chunk := list(islice(rows, CHUNK)):
            parsed = [validator.check(number, cells) for number, cells in chunk]
            right += busy.result() if busy else 0
            progress(done, total)
            busy = database_side.submit(_match_and_stage, session, row.id, row.class_id, parsed)
            done += len(parsed)
        right += busy.result() if busy else 0
    progress(done, total)
    return right


def _match_and_stage(session: Session, import_id: int, class_id: int, parsed: list[ParsedRow]) -> int:
    match_learners(session, class_id, parsed)
    return stage_rows(session, import_id, parsed)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A hundred thousand rows are a million objects without a cycle: looking for one again and again takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finish(session: Session, row: ScoreImport, right: int, total: int) -> None:
    """Cancelled while it was read: the rows stay away."""
    session.refresh(row, with_for_update={"key_share": True})
    if row.state is not ImportState.READING:
        drop_rows(session, row.id)
        return
    row.state = ImportState.READY
    row.rows_read = row.rows_total = total
    row.right_rows, row.wrong_rows = right, total - right
    session.flush()
