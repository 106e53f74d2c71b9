"""What an import would do: its counts, its right rows, and its wrong ones with their reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import resident_id
from app.errors import NotFound
from app.permissions import Actor, Permission
from app.sealing import sealer
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.scores.imports.layout import TITLES
from app.services.scores.imports.staging import KEYS, unseal_cells
from models import Learner, ScoreImport, ScoreImportRow, User


@dataclass(frozen=True)
class RightRow:
    """A row that will be inserted."""

    number: int
    learner_name: str
    masked_id: str
    value: Decimal
    remark: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; `value` is what stands there."""

    key: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class WrongRow:
    """A row that will not be inserted, with its cells by column key, as the spreadsheet showed them."""

    number: int
    cells: dict[str, str]
    problems: Sequence[Problem]


def find_import(session: Session, import_id: int, *, by: Actor) -> ScoreImport:
    """An import of the actor's base, as it is now. Raises NotFound for any other."""
    require(by, Permission.SCORE_IMPORT)
    own = (ScoreImport.id == import_id, ScoreImport.base_id == by.organization_id)
    row = session.scalars(select(ScoreImport).where(*own).execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def recent_imports(session: Session, class_id: int, *, by: Actor, limit: int = 10) -> Sequence[ScoreImport]:
    """The base's last imports for a class, newest first."""
    require(by, Permission.SCORE_IMPORT)
    own = (ScoreImport.base_id == by.organization_id, ScoreImport.class_id == class_id)
    return session.scalars(select(ScoreImport).where(*own).order_by(ScoreImport.id.desc()).limit(limit)).all()


def right_rows(
    session: Session, import_id: int, *, by: Actor, after: int = 0, limit: int = PAGE_ROWS
) -> Page[RightRow]:
    """Right rows behind row number `after`, in the file's order."""
    find_import(session, import_id, by=by)
    query = _people(
        select(
            ScoreImportRow.row_number,
            Learner.name,
            User.resident_id_sealed,
            ScoreImportRow.value,
            ScoreImportRow.remark,
        ),
        import_id,
        after,
    ).where(ScoreImportRow.problems.is_(None))
    rows = [_right_row(row) for row in session.execute(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: row.number)


def wrong_rows(
    session: Session, import_id: int, *, by: Actor, after: int = 0, limit: int = PAGE_ROWS
) -> Page[WrongRow]:
    """Wrong rows behind row number `after`, in the file's order."""
    find_import(session, import_id, by=by)
    rows = [_wrong_row(row) for row in session.execute(_wrong(import_id, after).limit(limit + 1))]
    return page_of(rows, limit, lambda row: row.number)


def all_wrong_rows(session: Session, import_id: int, *, by: Actor) -> Iterator[WrongRow]:
    """Every wrong row, in the file's order, a thousand at a time."""
    find_import(session, import_id, by=by)
    for row in session.execute(_wrong(import_id, 0).execution_options(yield_per=1_000)):
        yield _wrong_row(row)


def _people(query: Select[*tuple[Any, ...]], import_id: int, after: int) -> Select[*tuple[Any, ...]]:
    return (
        query.join_from(ScoreImportRow, Learner, Learner.id == ScoreImportRow.learner_id, isouter=True)
        .join(User, User.id == Learner.user_id, isouter=True)
        .where(ScoreImportRow.import_id == import_id, ScoreImportRow.row_number > after)
        .order_by(ScoreImportRow.row_number)
    )


def _wrong(import_id: int, after: int) -> Select[*tuple[Any, ...]]:
    columns = select(
        ScoreImportRow.row_number,
        ScoreImportRow.cells_sealed,
        ScoreImportRow.problems,
        ScoreImportRow.value,
        ScoreImportRow.remark,
        Learner.name,
        User.resident_id_sealed,
    )
    return _people(columns, import_id, after).where(ScoreImportRow.problems.is_not(None))


def _right_row(row: Any) -> RightRow:
    masked = resident_id.mask(sealer().unseal(row.resident_id_sealed))
    return RightRow(row.row_number, row.name, masked, row.value, row.remark)


def _wrong_row(row: Any) -> WrongRow:
    """A row that was right at first has no cells of its own: the learner's data stand in for them."""
    cells = unseal_cells(row.cells_sealed) if row.cells_sealed else _cells_of_right(row)
    problems = [
        Problem(told["column"], TITLES[told["column"]], cells[told["column"]], told["reason"])
        for told in row.problems
    ]
    return WrongRow(row.row_number, cells, problems)


def _cells_of_right(row: Any) -> dict[str, str]:
    known = {
        "name": row.name,
        "resident_id": sealer().unseal(row.resident_id_sealed),
        "score": str(row.value),
        "remark": row.remark,
    }
    return {key: known.get(key, "") for key in KEYS}
