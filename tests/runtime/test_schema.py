"""The migrated database, and what the program may do to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.database import Database
from app.runtime.embedded import Urls
from app.runtime.schema import upgrade
from migrations.grants import APPEND_ONLY
from models import Base


def test_the_program_signs_in_as_a_role_without_power(session: Session) -> None:
    role = session.execute(
        text("SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
    ).one()

    assert tuple(role) == ("jixu_app", False, False, False)


@pytest.mark.parametrize("statement", ["CREATE TABLE t (x int)", "ALTER TABLE procrastinate_jobs ADD x int"])
def test_the_program_cannot_change_the_schema(session: Session, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        session.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = NULL", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_program_cannot_rewrite_history(session: Session, table: str, statement: str) -> None:
    column = Base.metadata.tables[table].columns.keys()[0]
    with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"):
        session.execute(text(statement.format(table, column)))


def test_the_program_cannot_pretend_another_revision(session: Session) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("DELETE FROM alembic_version"))


def test_every_other_table_is_open_to_the_program(session: Session) -> None:
    closed = session.scalars(
        text("""
            SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
              AND NOT (has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE')
                       AND has_table_privilege(oid, 'DELETE') AND has_table_privilege(oid, 'SELECT'))
        """)
    ).all()

    assert sorted(closed) == sorted(("alembic_version", *APPEND_ONLY))


def test_migrating_twice_changes_nothing(committed_urls: Urls, committed_database: Database) -> None:
    upgrade(*committed_urls)

    with committed_database.unit_of_work() as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_names_are_found_by_trigrams(session: Session) -> None:
    assert session.scalar(text("SELECT '第一人民医院' % '人民医院'")) is True
