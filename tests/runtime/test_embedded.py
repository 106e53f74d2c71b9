"""The embedded database keeps what was committed, starts after any end, and lets nobody else in."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app.runtime.cluster_folder import DatabaseNotStarted, program, socket_folder
from app.runtime.embedded import Cluster

START_AND_DIE = """
import os, signal, sys
from pathlib import Path
from app.runtime.embedded import Cluster
Cluster(Path(sys.argv[1])).start()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def cluster(data_dir: Path) -> Iterator[Cluster]:
    cluster = Cluster(data_dir / "postgres")
    yield cluster
    cluster.stop()


def remember(url: str, note: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (note text)")
        connection.execute("INSERT INTO memory VALUES (%s)", [note])


def recall(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [note for (note,) in connection.execute("SELECT note FROM memory ORDER BY note")]


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_what_was_committed_outlives_a_stop(cluster: Cluster) -> None:
    remember(cluster.start().owner, "一")
    cluster.stop()
    assert not cluster.is_alive()

    assert recall(cluster.start().owner) == ["一"]


def test_what_was_committed_outlives_a_kill(cluster: Cluster, data_dir: Path) -> None:
    remember(cluster.start().owner, "一")
    os.kill(postmaster(data_dir), signal.SIGKILL)

    assert recall(cluster.start().owner) == ["一"]


def test_a_server_left_by_a_killed_run_is_ended_before_the_next(data_dir: Path, cluster: Cluster) -> None:
    subprocess.run(
        [sys.executable, "-c", START_AND_DIE, str(data_dir / "postgres")], check=False, capture_output=True
    )

    remember(cluster.start().owner, "一")

    servers = [
        process.pid
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres" and str(data_dir / "postgres") in (process.info["cmdline"] or [])
    ]
    assert servers == [postmaster(data_dir)]


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(cluster: Cluster, data_dir: Path) -> None:
    cluster.start()
    lines = (data_dir / "postgres" / "postmaster.pid").read_text().splitlines()
    cluster.stop()
    pid_file = data_dir / "postgres" / "postmaster.pid"
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")

    cluster.start()

    assert psutil.pid_exists(os.getppid())
    assert postmaster(data_dir) != os.getppid()


def test_an_interrupted_first_start_is_begun_again(cluster: Cluster, data_dir: Path) -> None:
    half = data_dir / "new-half" / "postgres"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    remember(cluster.start().owner, "一")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as somebody else")
@pytest.mark.parametrize(
    ("folder_mode", "reason"),
    [
        pytest.param(0o700, "Permission denied", id="the folder is closed"),
        pytest.param(0o711, "Peer authentication failed", id="past the folder, the kernel tells who calls"),
    ],
)
def test_no_other_account_can_sign_in(cluster: Cluster, folder_mode: int, reason: str) -> None:
    url = cluster.start().application
    assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
    cluster.folder.chmod(folder_mode)

    nobody = pwd.getpwnam("nobody")
    attempt = subprocess.run(
        [program("psql"), url, "-c", "SELECT 1"],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
    )

    assert attempt.returncode != 0
    assert reason in attempt.stderr


def test_it_listens_on_no_port(cluster: Cluster) -> None:
    with psycopg.connect(cluster.start().application) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_reason_is_given_when_it_cannot_start(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(DatabaseNotStarted, match="no_such_setting"):
        cluster.start()


def test_a_long_path_gets_a_short_socket(data_dir: Path) -> None:
    deep = data_dir / ("d" * 60) / ("e" * 60) / "postgres"
    cluster = Cluster(deep)

    remember(cluster.start().owner, "一")

    cluster.stop()
    folder = socket_folder(deep, cluster.account)
    assert len(bytes(folder)) < 60
    assert not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    folder.rmdir()
