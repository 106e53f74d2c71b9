"""Children are kept running, stopped in order, and never outlive us."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.runtime.supervisor import Child, Supervisor

FOREVER = "import signal; signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); signal.pause()"
ON_TERM = """
import signal, sys
def stop(*_):
    with open(sys.argv[1], "a") as log:
        log.write(sys.argv[2])
    sys.exit()
signal.signal(signal.SIGTERM, stop)
open(sys.argv[1] + "." + sys.argv[2], "w").close()
signal.pause()
"""
PARENT = f"""
import sys
from app.runtime.children import spawn
print(spawn([sys.executable, "-c", {FOREVER!r}]).pid, flush=True)
sys.stdin.read()
"""
WAIT = 20.0  # seconds; only a failure takes that long


class Watched:
    """A supervisor, and what it said."""

    def __init__(self, *children: Child, cwd: Path) -> None:
        self.said: list[str] = []
        self.supervisor = Supervisor(children, env=os.environ, cwd=cwd, say=self.said.append)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Watched]]:
    """Supervisors that the test starts; stopped after it."""
    all_started: list[Watched] = []
    yield all_started
    for watched in all_started:
        watched.supervisor.stop()


def watch(started: list[Watched], tmp_path: Path, *children: Child) -> Watched:
    watched = Watched(*children, cwd=tmp_path)
    started.append(watched)
    watched.supervisor.look_after()
    return watched


def killed(child: Child) -> int:
    """Kill a child and return the process id it had."""
    assert child.pid
    pid = child.pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # dead, and left for the supervisor to find
    return pid


def test_a_child_that_dies_is_started_again_after_a_pause(
    started: list[Watched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Child("子进程", [sys.executable, "-c", FOREVER])
    now = 1000.0
    monkeypatch.setattr("app.runtime.supervisor.time.monotonic", lambda: now)
    watched = watch(started, tmp_path, child)

    first = killed(child)
    watched.supervisor.look_after()
    assert child.pid is None
    assert watched.said == ["子进程 意外退出（代码 -9），1 秒后重新启动"]

    now += 1
    watched.supervisor.look_after()
    assert child.pid not in (None, first)


def test_the_pauses_grow_while_a_child_keeps_dying_and_end_when_it_lives(
    started: list[Watched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Child("子进程", [sys.executable, "-c", FOREVER])
    now = 1000.0
    monkeypatch.setattr("app.runtime.supervisor.time.monotonic", lambda: now)
    watched = watch(started, tmp_path, child)
    for lived in (0, 0, 0, 61):
        now += lived
        killed(child)
        watched.supervisor.look_after()
        now += 30
        watched.supervisor.look_after()

    pauses = [line.split("，")[1] for line in watched.said]
    assert pauses == ["1 秒后重新启动", "3 秒后重新启动", "7 秒后重新启动", "0 秒后重新启动"]


def test_children_are_stopped_in_the_order_given(started: list[Watched], tmp_path: Path) -> None:
    log = tmp_path / "log"
    children = [Child(name, [sys.executable, "-c", ON_TERM, str(log), name]) for name in ("a", "b", "c")]
    watched = watch(started, tmp_path, *children)
    wait_for(*(tmp_path / f"log.{child.name}" for child in children))

    watched.supervisor.stop()

    assert log.read_text() == "abc"
    assert [child.pid for child in children] == [None, None, None]


def test_a_child_that_does_not_listen_is_killed(started: list[Watched], tmp_path: Path) -> None:
    child = Child("子进程", [sys.executable, "-c", DEAF], patience=0.1)
    watched = watch(started, tmp_path, child)
    assert child.pid
    process = psutil.Process(child.pid)

    watched.supervisor.stop()

    assert not process.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel does this on Linux only")
def test_a_child_dies_with_its_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))

    parent.kill()
    parent.communicate()

    _, alive = psutil.wait_procs([child], timeout=WAIT)
    assert alive == []


def wait_for(*files: Path) -> None:
    """Return when the children have said that they listen."""
    for file in files:
        subprocess.run(
            ["timeout", str(WAIT), "sh", "-c", 'until [ -e "$0" ]; do sleep 0.02; done', file], check=True
        )
