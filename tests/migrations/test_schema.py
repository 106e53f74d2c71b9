"""The migrations make what the models say, and give the program no more rights than it needs."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.database import Database
from models import Base


def _ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out the job queue's tables: Procrastinate's own scripts make them."""
    return not (reflected and compare_to is None and str(name).startswith("procrastinate"))


def test_the_migrations_make_what_the_models_say(owner_database: Database):
    with owner_database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _ours, "compare_type": True, "compare_server_default": False}
        )
        differences = compare_metadata(context, Base.metadata)
    known = [one for one in differences if "alembic_version" not in str(one)]
    assert known == []


@pytest.mark.parametrize("table", ["instance_event", "audit_event", "diagram_version"])
@pytest.mark.parametrize("change", ["UPDATE {} SET created_at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_is_append_only_for_the_program(database: Database, table: str, change: str):
    statement = change.format(table).replace("created_at", "at" if table == "instance_event" else "created_at")
    with database.sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))


def test_the_program_may_not_change_the_schema(database: Database):
    with database.sessions() as session, pytest.raises(ProgrammingError, match="must be owner"):
        session.execute(text("ALTER TABLE instance_event DISABLE TRIGGER ALL"))
