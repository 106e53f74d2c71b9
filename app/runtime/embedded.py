"""The embedded PostgreSQL: a cluster in a folder, reached by a Unix socket that only this account may use.

Sign-in is by the kernel's word on who is calling (peer), so there is no password to keep and nobody else on
the machine can connect. There are three roles: `postgres` for the cluster itself, `jixu_owner` for migrations,
`jixu_app` for the program, which owns nothing.
"""

import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import psutil
import psycopg
from sqlalchemy import URL

from app.runtime import account, cluster_folder
from app.runtime.children import spawn, stop
from app.runtime.cluster_folder import SUPERUSER, DatabaseNotStarted, program

DATABASE = "jixu"
OWNER = "jixu_owner"
APPLICATION = "jixu_app"
PATIENCE = 60.0  # seconds for a start (crash recovery included) or a stop

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Urls(NamedTuple):
    """Where a database is: for its owner, who migrates it, and for the program."""

    owner: str
    application: str


class Cluster:
    """A PostgreSQL cluster in `folder`. The caller holds the lock of the data folder.

    `durable=False` trades safety against a power cut for speed: tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.log = self.folder.parent / f"{folder.name}.log"
        self.settings = SETTINGS if durable else SETTINGS | FORGETFUL
        self.account = account.server_account()
        self.sockets = cluster_folder.socket_folder(self.folder, self.account)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Urls:
        """Start the server, making cluster, roles and database where they are missing.

        A cluster that was killed recovers by itself. Raises DatabaseNotStarted with the last lines of its log.
        """
        self.stop()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._end_leftovers()
        cluster_folder.prepare(self.folder, self.account)
        cluster_folder.write_access_rules(self.folder, (SUPERUSER, OWNER, APPLICATION))
        options = [part for name, value in self._all_settings().items() for part in ("-c", f"{name}={value}")]
        self._process = spawn(
            [program("postgres"), "-D", self.folder, *options],
            last_signal=signal.SIGINT,  # fast shutdown
            log=self.log,
            user=self.account and self.account.pw_uid,
            group=self.account and self.account.pw_gid,
            cwd=self.folder,
        )
        try:
            self._wait_until_ready()
            self._provide_database()
        except BaseException:
            self.stop()
            raise
        return Urls(self.url(OWNER), self.url(APPLICATION))

    def stop(self) -> None:
        """Shut down fast: open transactions are rolled back, everything is flushed."""
        if self._process:
            stop(self._process, signal.SIGINT, patience=PATIENCE)
            self._process = None

    def is_alive(self) -> bool:
        """Tell whether the server that we started is still there."""
        return self._process is not None and self._process.poll() is None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of `database` for `role`."""
        target = URL.create("postgresql", role, database=database, query={"host": str(self.sockets)})
        return target.render_as_string(hide_password=False)

    def _all_settings(self) -> dict[str, str]:
        return self.settings | {
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700" if self.account is None else "0777",  # the folder is closed
        }

    def _end_leftovers(self) -> None:
        """End what a killed run left behind; a process id that is somebody else's by now is left alone."""
        leftovers = [process for process in psutil.process_iter(["name"]) if self._works_here(process)]
        for process in leftovers:
            process.send_signal(signal.SIGINT)
        _, stubborn = psutil.wait_procs(leftovers, timeout=PATIENCE)
        for process in stubborn:
            process.kill()
        psutil.wait_procs(stubborn, timeout=PATIENCE)
        for path in (self.folder / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            path.unlink(missing_ok=True)

    def _works_here(self, process: psutil.Process) -> bool:
        try:
            return bool(process.info["name"] == "postgres" and process.cwd() == str(self.folder))
        except psutil.Error:  # gone meanwhile, or another account's
            return False

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.is_alive() and time.monotonic() < deadline:
            if self._says_ready():
                return
            time.sleep(0.02)
        last_lines = self.log.read_text(errors="replace").splitlines()[-15:]
        raise DatabaseNotStarted("\n".join([str(self.log), *last_lines]))

    def _says_ready(self) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"  # PostgreSQL's miscadmin.h, LOCK_FILE_LINE_PM_STATUS

    def _provide_database(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role in (OWNER, APPLICATION):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(f"CREATE ROLE {role} LOGIN")  # a constant
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
