"""Handing the wrong rows back as a spreadsheet (下载错误行): to be corrected there and uploaded again."""

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.audit import record
from app.services.scores.classes import find_class
from app.services.scores.imports.layout import LAYOUT
from app.services.scores.imports.preview import all_wrong_rows, find_import
from app.services.scores.imports.staging import KEYS
from app.services.spreadsheets.writing import write_wrong_rows

TAKE_BACK = "score:import_wrong_rows"


def wrong_rows_file(session: Session, import_id: int, *, by: Actor) -> tuple[str, bytes]:
    """Name and content of the .xlsx with the original values and the reasons. Raises NotFound."""
    found = find_import(session, import_id, by=by)
    facts = find_class(session, found.class_id, by=by)
    rows = (
        ([row.cells[key] for key in KEYS], [(told.key, told.reason) for told in row.problems])
        for row in all_wrong_rows(session, import_id, by=by)
    )
    content = write_wrong_rows(LAYOUT, rows, title=f"{facts.name} 未导入的成绩")
    record(session, by=by, action=TAKE_BACK, score_import=import_id, rows=found.wrong_rows)
    return f"{facts.name}-错误行.xlsx", content
