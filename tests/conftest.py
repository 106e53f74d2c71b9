"""A PostgreSQL of the tests' own: started once, migrated once; each test gets a clean database."""

import gc
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
from app.services.diagrams.publish import publish_shipped  # noqa: E402
from tests.clones import Clones, forgetful  # noqa: E402


@pytest.hookimpl(trylast=True)  # after tests/browser has marked its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's event loop runs on in their process, and jobs do not run beside it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish() -> None:
    """Let garbage collection pass by what is loaded for good: half a million objects, 0.3 s each time."""
    gc.collect()
    gc.freeze()


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
    """The database whose tests roll back; use `database` or `session`, never this.

    The shipped diagrams are in service, so that each is checked and compiled once and not once a test.
    """
    with clones.clone() as urls:
        database = Database(connect(urls.application))
        with database.unit_of_work() as session:
            publish_shipped(session)
        yield database
        database.engine.dispose()


@pytest.fixture
def database(shared_database: Database) -> Iterator[Database]:
    """The program's database, as its restricted role, on one connection; all is rolled back after the test."""
    with forgetful(shared_database.engine) as (database, _):
        yield database


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
