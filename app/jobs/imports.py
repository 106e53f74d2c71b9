"""Reading large spreadsheets in the background."""

from procrastinate import JobContext

from app.database import Database
from app.queue import database_of, queue
from app.services.files import storage
from app.services.scores.imports.read import note_progress, read_import, refuse_import
from app.services.scores.imports.refusals import ReadingFailed
from models import ScoreImport


@queue.task(name="read_score_import", pass_context=True)
def read_score_import(context: JobContext, import_id: int) -> None:
    """Read and validate an uploaded file."""
    read_in_background(database_of(context), import_id)


def read_in_background(database: Database, import_id: int) -> None:
    """Read in one transaction, tell the progress in others, and delete the file afterwards."""

    def tell(read: int, total: int) -> None:
        with database.unit_of_work() as other:
            note_progress(other, import_id, read, total)

    try:
        with database.unit_of_work() as session:
            read_import(session, import_id, progress=tell)
    except Exception:
        with database.unit_of_work() as session:
            refuse_import(session, import_id, str(ReadingFailed()))
        raise
    finally:
        _delete_file(database, import_id)


def _delete_file(database: Database, import_id: int) -> None:
    with database.unit_of_work() as session:
        row = session.get(ScoreImport, import_id)
        if row is not None and row.file_key:
            storage().delete(row.file_key)
