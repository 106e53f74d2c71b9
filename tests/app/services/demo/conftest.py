"""One small demo province, made once; the tests only read it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.database import Database, connect
from app.services.demo import make_demo

LEARNERS = 120


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody is watching."""


@pytest.fixture(scope="session")
def demo_database(clones) -> Iterator[Database]:
    """A database with the demo in it."""
    with clones.clone() as urls:
        database = Database(connect(urls.application))
        assert make_demo(database, seed=1, learners=LEARNERS, progress=no_progress)
        yield database
        database.engine.dispose()


@pytest.fixture
def demo(demo_database: Database) -> Iterator[Session]:
    """A session on the demo; whatever it does is rolled back."""
    with demo_database.sessions() as session:
        yield session
        session.rollback()
