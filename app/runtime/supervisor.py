"""Keep child processes running, and stop them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from app.runtime.children import spawn, stop

LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
STEADY = 60.0  # a child that lived so long is not one that keeps dying


class StopRequest:
    """Set by Ctrl-C, `kill` or a closed terminal; asked between steps, so that no step is cut in two."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def listen(self) -> None:
        """From now on, take these signals as a request; more of them change nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the request, at most so long; tell whether it came."""
        return self._event.wait(seconds)


@dataclass
class Child:
    """A program that is always to run; `patience` is how long it may take to stop."""

    name: str
    command: Sequence[str]
    patience: float = 30.0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _failures: int = field(default=0, init=False)
    _resume: float = field(default=0.0, init=False)

    def start(self, env: Mapping[str, str], cwd: Path) -> None:
        """Start it."""
        self._process = spawn(self.command, env=env, cwd=cwd)
        self._started = time.monotonic()

    def stop(self) -> None:
        """Ask it to finish, and kill it when it does not."""
        if self._process:
            stop(self._process, signal.SIGTERM, patience=self.patience)
            self._process = None

    @property
    def pid(self) -> int | None:
        """Its process id, None while it is down."""
        return self._process.pid if self._process else None

    def is_due(self, say: Callable[[str], None]) -> bool:
        """Tell whether it must be started now; `say` hears of each death."""
        if self._process is not None and (code := self._process.poll()) is not None:
            lived = time.monotonic() - self._started
            self._failures = 0 if lived > STEADY else self._failures + 1
            pause = min(2.0**self._failures - 1, LONGEST_PAUSE)
            self._resume = time.monotonic() + pause
            self._process = None
            say(f"{self.name} 意外退出（代码 {code}），{pause:.0f} 秒后重新启动")
        return self._process is None and time.monotonic() >= self._resume


class Supervisor:
    """Children that are started in the order given, restarted when they die, and stopped in that order too."""

    def __init__(
        self, children: Sequence[Child], *, env: Mapping[str, str], cwd: Path, say: Callable[[str], None]
    ) -> None:
        self._children = children
        self._env = env
        self._cwd = cwd
        self._say = say

    def look_after(self) -> None:
        """Start what is not running and may run by now."""
        for child in self._children:
            if child.is_due(self._say):
                child.start(self._env, self._cwd)

    def stop(self) -> None:
        """Stop all, one after another."""
        for child in self._children:
            child.stop()
