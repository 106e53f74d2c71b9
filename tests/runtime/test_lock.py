"""One server a data folder, whatever happened to the last one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.runtime.lock import AlreadyRunning, hold

HOLD_AND_SAY = """
import sys
from pathlib import Path
from app.runtime.lock import hold
with hold(Path(sys.argv[1]), "http://127.0.0.1:8000/"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "serve.lock"


@pytest.fixture
def holder(lock_file: Path) -> subprocess.Popen[str]:
    """Another process, which holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_SAY, str(lock_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def finish(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_second_is_told_where_the_first_is(lock_file: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(AlreadyRunning) as refusal, hold(lock_file, "http://127.0.0.1:9000/"):
        pass

    assert (refusal.value.pid, refusal.value.address) == (holder.pid, "http://127.0.0.1:8000/")
    finish(holder)


def test_a_killed_process_leaves_the_folder_free(lock_file: Path, holder: subprocess.Popen[str]) -> None:
    finish(holder)
    left = json.loads(lock_file.read_text())
    assert left["pid"] == holder.pid

    with hold(lock_file, "http://127.0.0.1:9000/"):
        assert json.loads(lock_file.read_text())["address"] == "http://127.0.0.1:9000/"


def test_a_file_that_names_a_live_stranger_locks_nothing(lock_file: Path) -> None:
    lock_file.parent.mkdir()
    lock_file.write_text(json.dumps({"pid": 1, "started": 0, "address": "http://127.0.0.1:8000/"}))

    with hold(lock_file, "http://127.0.0.1:9000/"):
        assert json.loads(lock_file.read_text())["address"] == "http://127.0.0.1:9000/"


def test_the_lock_is_free_again_after_the_block(lock_file: Path) -> None:
    for _ in range(2):
        with hold(lock_file, "http://127.0.0.1:8000/"):
            pass

    assert lock_file.read_text() == ""
