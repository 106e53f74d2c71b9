"""The system account that PostgreSQL runs as. It refuses to run as root, so root lends it one."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

NAME = "jixu_postgres"


def server_account() -> pwd.struct_passwd | None:
    """Return the account to run PostgreSQL as, made when missing; None where we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603, a fixed command
        return pwd.getpwnam(NAME)


def give(folder: Path, account: pwd.struct_passwd) -> None:
    """Make the account the owner of a folder and all in it, unless it is already."""
    if folder.stat().st_uid == account.pw_uid:
        return
    for path in (*folder.rglob("*"), folder):  # the folder last: an interrupted change is begun again
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def open_way(folder: Path) -> None:
    """Let other accounts pass through the folder's parents, where they cannot: pass, not list."""
    for parent in folder.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def make_readable(folder: Path) -> None:
    """Let other accounts read and run what a strict umask closed to them when it was installed."""
    if folder.stat().st_mode & stat.S_IROTH:
        return
    for path in (*folder.rglob("*"), folder):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
