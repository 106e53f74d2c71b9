"""The promises of the database fixtures, which all other tests rest on."""

import pytest
from sqlalchemy import text

from app.database import Database

PUT = text("INSERT INTO procrastinate_workers DEFAULT VALUES")
COUNT = text("SELECT count(*) FROM procrastinate_workers")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_commit_is_seen_by_the_next_unit_of_work_but_not_by_the_next_test(database: Database, turn: str) -> None:
    with database.unit_of_work() as session:
        session.execute(PUT)
    with database.unit_of_work() as session:
        assert session.scalar(COUNT) == 1, turn


def test_a_unit_of_work_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.unit_of_work() as session:
            session.execute(PUT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.unit_of_work() as session:
        assert session.scalar(COUNT) == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_committed_database_is_shared_by_connections_and_new_each_time(
    committed_database: Database, turn: str
) -> None:
    with committed_database.unit_of_work() as one:
        one.execute(PUT)
    with committed_database.sessions() as one, committed_database.sessions() as other:
        assert one.scalar(COUNT) == other.scalar(COUNT) == 1, turn
        assert one.connection().connection is not other.connection().connection
