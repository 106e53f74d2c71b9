"""Rows between reading and importing. A right row is what will be inserted; a wrong one keeps its cells, sealed."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.sealing import sealer
from app.services.scores.imports.layout import LAYOUT
from app.services.scores.imports.validate import ParsedRow
from app.services.spreadsheets.cells import shown
from models import ScoreImportRow

_COPY = """
    COPY score_import_row (import_id, row_number, learner_id, value, remark, problems, cells_sealed) FROM STDIN
"""


def stage_rows(session: Session, import_id: int, rows: Sequence[ParsedRow]) -> int:
    """Write the rows by COPY; returns how many of them are right."""
    connection: Any = session.connection().connection.driver_connection
    wrong = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            if row.problems:
                wrong += 1
                copy.write_row((import_id, row.number, None, None, "", _problems(row), _sealed(row)))
            else:
                copy.write_row((import_id, row.number, row.learner_id, row.value, row.remark, None, None))
    return len(rows) - wrong


def unseal_cells(sealed: bytes) -> dict[str, str]:
    """The cells of a wrong row as the spreadsheet showed them, by column key."""
    return dict(zip(KEYS, json.loads(sealer().unseal(sealed)), strict=True))


def drop_rows(session: Session, import_id: int, *, right_only: bool = False) -> None:
    """Delete the staged rows of an import."""
    query = delete(ScoreImportRow).where(ScoreImportRow.import_id == import_id)
    session.execute(query.where(ScoreImportRow.problems.is_(None)) if right_only else query)


KEYS = tuple(column.key for column in LAYOUT.columns)


def _problems(row: ParsedRow) -> str:
    told_in_order = sorted(row.problems, key=lambda problem: KEYS.index(problem[0]))
    told: Iterator[dict[str, str]] = ({"column": key, "reason": reason} for key, reason in told_in_order)
    return json.dumps(list(told), ensure_ascii=False)


def _sealed(row: ParsedRow) -> bytes:
    return sealer().seal(json.dumps([shown(cell) for cell in row.cells], ensure_ascii=False))
