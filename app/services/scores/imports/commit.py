"""Taking the right rows of an import, or none of it."""

import json

from sqlalchemy import BigInteger, func, insert, literal, select, text
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.files import storage
from app.services.scores.enter import lock_class
from app.services.scores.imports.refusals import ALREADY_ENTERED, ImportIsOver, NothingToImport, StillReading
from app.services.scores.imports.staging import drop_rows
from models import ImportState, Score, ScoreImport, ScoreImportRow

TAKE, CANCEL = "score:import_take", "score:import_cancel"
WORDS = {
    ImportState.READING: "读取中",
    ImportState.REFUSED: "文件未能读取",
    ImportState.READY: "待确认",
    ImportState.IMPORTED: "已导入",
    ImportState.CANCELLED: "已放弃",
}


def take_import(session: Session, import_id: int, *, by: Actor) -> ScoreImport:
    """Insert all right rows in one statement; rows that somebody has entered meanwhile become wrong ones.

    Pressed twice, it is done once. Raises NotFound, StillReading, ImportIsOver, and NothingToImport.
    """
    by = confirm(session, by, Permission.SCORE_IMPORT)
    row = _lock(session, import_id, by=by)
    if row.state is ImportState.IMPORTED:
        return row
    if row.state is ImportState.READING:
        raise StillReading()
    if row.state is not ImportState.READY:
        raise ImportIsOver(state=WORDS[row.state])
    lock_class(session, row.class_id, by=by)
    late = _refuse_entered_meanwhile(session, row)
    if row.right_rows == late:
        raise NothingToImport()
    row.right_rows, row.wrong_rows = _insert(session, row, by=by), row.wrong_rows + late
    _end(session, row, ImportState.IMPORTED)
    drop_rows(session, row.id, right_only=True)
    record(session, by=by, action=TAKE, score_import=row.id, training_class=row.class_id, rows=row.right_rows)
    return row


def cancel_import(session: Session, import_id: int, *, by: Actor) -> ScoreImport:
    """Give the import up: its rows and its file are deleted. Raises NotFound and ImportIsOver."""
    by = confirm(session, by, Permission.SCORE_IMPORT)
    row = _lock(session, import_id, by=by)
    if row.state is ImportState.CANCELLED:
        return row
    if row.state is ImportState.IMPORTED:
        raise ImportIsOver(state=WORDS[row.state])
    _end(session, row, ImportState.CANCELLED)
    drop_rows(session, row.id)
    if row.file_key:
        storage().delete(row.file_key)
    record(session, by=by, action=CANCEL, score_import=row.id, training_class=row.class_id)
    return row


def _lock(session: Session, import_id: int, *, by: Actor) -> ScoreImport:
    row = session.scalars(
        select(ScoreImport)
        .where(ScoreImport.id == import_id, ScoreImport.base_id == by.organization_id)
        .with_for_update(key_share=True)  # not in the way of rows that are being staged
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _end(session: Session, row: ScoreImport, state: ImportState) -> None:
    row.state = state
    row.finished_at = func.now()
    session.flush()


def _insert(session: Session, row: ScoreImport, *, by: Actor) -> int:
    right = (
        select(
            literal(row.class_id, BigInteger),
            literal(row.base_id, BigInteger),
            ScoreImportRow.learner_id,
            ScoreImportRow.value,
            ScoreImportRow.remark,
            literal(by.user_id, BigInteger),
        )
        .where(ScoreImportRow.import_id == row.id, ScoreImportRow.problems.is_(None))
        .order_by(ScoreImportRow.row_number)
    )
    columns = ["class_id", "base_id", "learner_id", "value", "remark", "entered_by_id"]
    taking = insert(Score).from_select(columns, right).execution_options(preserve_rowcount=True)
    return session.connection().execute(taking).rowcount


def _refuse_entered_meanwhile(session: Session, row: ScoreImport) -> int:
    """The class is locked: whatever is entered now stays as it is until the rows are in."""
    problem = json.dumps([{"column": "resident_id", "reason": ALREADY_ENTERED}], ensure_ascii=False)
    done = session.connection().execute(
        _MARKING, {"import_id": row.id, "class_id": row.class_id, "problem": problem}
    )
    return done.rowcount


_MARKING = text("""
    UPDATE score_import_row AS row
       SET problems = cast(:problem AS jsonb)
      FROM score
     WHERE row.import_id = :import_id AND row.problems IS NULL
       AND score.class_id = :class_id AND score.learner_id = row.learner_id
       AND score.state NOT IN ('rejected', 'revoked')
""")
