"""A data folder that the account of the database may pass through."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder of this test's own, with a short path: a socket's name has a limit."""
    folder = Path(tempfile.mkdtemp(prefix="jixu-run-"))
    yield folder
    shutil.rmtree(folder)
