"""An import of 100,000 scores, read, validated and inserted, beside openpyxl merely reading the same file."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from app.database import Database
from app.sealing import sealer
from app.services.files import storage
from app.services.scores.imports.commit import take_import
from app.services.scores.imports.layout import LAYOUT
from app.services.scores.imports.read import read_import
from app.services.scores.imports.upload import FOLDER
from bench.figures import Figure, at_most, in_turn
from models import ImportState, ScoreImport, TrainingClass
from tests.factories import Chain, make_class, nth_resident_id

ROWS = 100_000
FIRST = 3_000_000  # numbers from here on are this measurement's own people
TIMES = 3
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "安邦昌达恩福广海嘉康"


def measure(database: Database, chain: Chain, *, rows: int = ROWS) -> Figure:
    """Seconds of the whole import through the services; the floor does nothing but iterate over the cells."""
    _register(database, chain, rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.xlsx"
        _write(path, rows)
        ours, floor = in_turn(
            lambda: _import(database, chain, path, rows), lambda: _iterate(path, rows), times=TIMES, warm_up=0
        )
    figure = f"xlsx of {rows:,} rows: read, validate, insert"
    return at_most(figure, statistics.median(ours), "s", statistics.median(floor), 1.0)


def _import(database: Database, chain: Chain, path: Path, rows: int) -> None:
    """One class after another, since a learner has one score in a class."""
    with database.unit_of_work() as session:
        import_id = _stored(session, make_class(session, base=chain.base), chain, path)
    with database.unit_of_work() as session:
        read_import(session, import_id)
    with database.unit_of_work() as session:
        done = take_import(session, import_id, by=chain.base_member)
    assert (done.state, done.right_rows) == (ImportState.IMPORTED, rows), done.problem


def _stored(session: Any, training_class: TrainingClass, chain: Chain, path: Path) -> int:
    with path.open("rb") as content:
        key = storage().put(content, folder=FOLDER)
    row = ScoreImport(
        class_id=training_class.id,
        base_id=chain.base.id,
        user_id=chain.base_member.user_id,
        membership_id=chain.base_member.membership_id,
        file_name=path.name,
        file_key=key,
    )
    session.add(row)
    session.flush()
    return row.id


def _iterate(path: Path, rows: int) -> None:
    book = load_workbook(path, read_only=True)
    assert sum(1 for _ in book[LAYOUT.title].iter_rows(values_only=True)) == rows + 1


def _write(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(LAYOUT.title)
    sheet.append([column.title for column in LAYOUT.columns])
    for n in range(rows):
        sheet.append([n + 1, _name(n), nth_resident_id(FIRST + n), 60 + n % 400 / 10, None, None])
    book.save(path)


def _register(database: Database, chain: Chain, rows: int) -> None:
    seal, lookup = sealer().seal, sealer().lookup
    with database.unit_of_work() as session:
        connection: Any = session.connection().connection.driver_connection
        columns = "name, resident_id_sealed, resident_id_hash, password_hash"
        insert = (
            "INSERT INTO learner (user_id, resident_id_hash, name, employer_id, title_series) SELECT id, "
            "resident_id_hash, name, %s, '工程技术' FROM \"user\" WHERE password_hash = 'bench-import'"
        )
        with connection.cursor() as cursor:
            with cursor.copy(f'COPY "user" ({columns}) FROM STDIN') as copy:
                for n in range(rows):
                    number = nth_resident_id(FIRST + n)
                    copy.write_row((_name(n), seal(number), lookup(number), "bench-import"))
            cursor.execute(insert, [chain.employer.id])


def _name(n: int) -> str:
    return SURNAMES[n % 10] + GIVEN[n // 10 % 10] + GIVEN[n // 100 % 10]
