"""Start a child process that cannot outlive us."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str | Path],
    *,
    last_signal: signal.Signals = signal.SIGTERM,
    log: Path | None = None,
    user: int | None = None,
    group: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C reaches only us and we decide the order.

    On Linux the kernel sends it `last_signal` if we die without stopping it.
    """

    def die_with_parent() -> None:  # between fork and exec, after the change of user, which would undo it
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, last_signal)

    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(  # noqa: S603, all commands are our own
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            env=env,
            cwd=cwd,
        )
    finally:
        if output:
            output.close()


def stop(process: subprocess.Popen[bytes], how: signal.Signals, *, patience: float) -> int:
    """Send `how`, wait, and kill what does not listen; return the exit code."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
