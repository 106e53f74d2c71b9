"""Rows of old imports are not kept: a wrong one holds a person's number, for which nobody asked any more."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.services.files import storage
from models import ImportState, ScoreImport, ScoreImportRow

KEPT = timedelta(days=30)
CHUNK = 100  # imports at a time


def sweep_imports(session: Session) -> int:
    """Drop the rows of imports older than a month, and give up those that nobody decided; return how many."""
    has_rows = select(ScoreImportRow.import_id).where(ScoreImportRow.import_id == ScoreImport.id).exists()
    undecided = ScoreImport.state.in_([ImportState.READING, ImportState.READY])
    old = session.execute(
        select(ScoreImport.id, ScoreImport.file_key, ScoreImport.state)
        .where(ScoreImport.created_at < func.now() - KEPT, has_rows | undecided)
        .order_by(ScoreImport.id)
        .limit(CHUNK)
        .with_for_update(skip_locked=True, of=ScoreImport)
    ).all()
    ids = [row.id for row in old]
    session.execute(delete(ScoreImportRow).where(ScoreImportRow.import_id == func.any(ids)))
    session.execute(
        update(ScoreImport)
        .where(ScoreImport.id == func.any(ids), undecided)
        .values(state=ImportState.CANCELLED, finished_at=func.now())
        .execution_options(synchronize_session=False)
    )
    for row in old:
        if row.file_key:
            storage().delete(row.file_key)
    return len(ids)
