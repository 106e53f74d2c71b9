"""One transaction a unit of work, on connections that are alive."""

import pytest
from sqlalchemy import text

from app.database import Database, connect
from app.runtime.embedded import Urls
from models import Industry


def test_what_raises_changes_nothing(committed_database: Database):
    def fail() -> None:
        with committed_database.unit_of_work() as session:
            session.add(Industry(code="Z", name="测试"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with committed_database.unit_of_work() as session:
        assert session.get(Industry, "Z") is None


def test_a_connection_that_the_server_closed_is_replaced(committed_database: Database, committed_urls: Urls):
    with committed_database.unit_of_work() as session:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
    other = connect(committed_urls.application)
    with other.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    other.dispose()
    with committed_database.unit_of_work() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != pid
