"""One server a data folder.

The kernel holds the lock for exactly as long as the process lives, so a crash never leaves one behind, and a
process id that was given to somebody else is never mistaken for ours. What the file says (process, start
time, address) is for the person who meets it.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psutil


class AlreadyRunning(RuntimeError):
    """该数据目录已有服务在运行。"""

    def __init__(self, pid: int | None, address: str) -> None:
        super().__init__(f"pid {pid} at {address}")
        self.pid = pid
        self.address = address


@contextlib.contextmanager
def hold(path: Path, address: str) -> Iterator[None]:
    """Hold the lock file while the block runs; `address` is told to whoever comes second.

    Raises AlreadyRunning when a live process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_running(file.read()) from None
        process = psutil.Process()
        file.truncate()
        json.dump({"pid": process.pid, "started": process.create_time(), "address": address}, file)
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _already_running(text: str) -> AlreadyRunning:
    try:
        said = json.loads(text)
    except ValueError:  # it took the lock a moment ago and has not written yet
        said = {}
    return AlreadyRunning(said.get("pid"), said.get("address", "?"))
