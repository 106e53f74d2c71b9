"""A PostgreSQL of the tests' own: started once, migrated once; each test gets a clean database."""

import os
import shutil
import tempfile
from pathlib import Path

TEST_FOLDER = Path(tempfile.mkdtemp(prefix="jixu-test-"))
os.environ |= {"APP_ENV": "test", "CAPTCHA": "off", "DATA_DIR": str(TEST_FOLDER / "data")}
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "STORAGE_URL"):
    os.environ.pop(name, None)

# Only now: the program reads its settings from the environment.
from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from app.database import Database, connect  # noqa: E402
from app.runtime.embedded import Cluster, Urls  # noqa: E402
from app.runtime.schema import upgrade  # noqa: E402
from app.services.approvals.places import forget  # noqa: E402
from tests.clones import Clones  # noqa: E402


def pytest_unconfigure() -> None:
    """Leave nothing behind, whether tests ran or not."""
    shutil.rmtree(TEST_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def clones() -> Iterator[Clones]:
    """Copies of the migrated database, as many as wanted."""
    cluster = Cluster(TEST_FOLDER / "postgres", durable=False)
    try:
        upgrade(*cluster.start())
        yield Clones(cluster)
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def shared_database(clones: Clones) -> Iterator[Database]:
    """The database whose tests roll back; use `database` or `session`, never this."""
    with clones.clone() as urls:
        database = Database(connect(urls.application))
        yield database
        database.engine.dispose()


@pytest.fixture
def database(shared_database: Database) -> Iterator[Database]:
    """The program's database, as its restricted role, on one connection; all is rolled back after the test.

    A commit ends a savepoint only, so `unit_of_work` works as ever, one after another.
    """
    with shared_database.engine.connect() as connection, connection.begin() as everything:
        database = Database(shared_database.engine)
        database.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield database
        if everything.is_active:
            everything.rollback()
    forget()  # the path nodes that this process remembers were rolled back


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session of `database`."""
    with database.sessions() as session:
        yield session


@pytest.fixture
def committed_urls(clones: Clones) -> Iterator[Urls]:
    """The addresses of a database of this test's own, for what must really commit."""
    with clones.clone() as urls:
        yield urls


@pytest.fixture
def committed_database(committed_urls: Urls) -> Iterator[Database]:
    """A database of this test's own, as the restricted role: real commits on as many connections as wanted."""
    database = Database(connect(committed_urls.application))
    yield database
    database.engine.dispose()


@pytest.fixture
def owner_database(committed_urls: Urls) -> Iterator[Database]:
    """The same database as `committed_database`, as its owner: to prepare what the program may not do."""
    database = Database(connect(committed_urls.owner))
    yield database
    database.engine.dispose()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder of this test's own, with a short path, which the database's account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="jixu-run-"))
    yield folder
    shutil.rmtree(folder)
