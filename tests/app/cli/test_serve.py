"""`make run`: everything comes up, a second one says so, and nothing is left when it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from app.config import ROOT
from app.runtime.programs import is_healthy
from tests.browser.site import free_port

SERVE = [sys.executable, "-m", "app.cli.serve"]


@pytest.fixture
def environment(data_dir: Path) -> Mapping[str, str]:
    """The environment of a server of this test's own."""
    return os.environ | {"DATA_DIR": str(data_dir), "PORT": str(free_port()), "WEB_WORKERS": "1"}


@pytest.fixture
def server(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A server that has said that it is up."""
    process = subprocess.Popen(SERVE, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert any("系统已启动" in line for line in process.stdout)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def serve_in_vain(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(SERVE, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_the_second_server_on_a_folder_says_where_the_first_is(
    server: subprocess.Popen[str], environment: Mapping[str, str]
) -> None:
    address = f"http://127.0.0.1:{environment['PORT']}/"

    second = serve_in_vain({**environment, "PORT": str(free_port())})

    assert second.returncode == 1
    assert second.stderr == f"系统已在运行：{address}（进程 {server.pid}），没有再启动一个。\n"
    assert is_healthy(address)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_with_all_its_children(server: subprocess.Popen[str], how: signal.Signals) -> None:
    family = psutil.Process(server.pid).children(recursive=True)
    names = {part for process in family for part in process.cmdline()}
    assert {"gunicorn", "app.jobs.worker"} <= names

    server.send_signal(how)

    assert server.wait(timeout=60) == 0
    assert [process for process in family if process.is_running()] == []


def test_a_killed_server_can_be_started_again(
    server: subprocess.Popen[str], environment: Mapping[str, str]
) -> None:
    family = psutil.Process(server.pid).children(recursive=True)
    server.kill()
    server.wait()
    psutil.wait_procs(family, timeout=60)

    again = subprocess.Popen(SERVE, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    assert again.stdout
    assert any("系统已启动" in line for line in again.stdout)
    again.terminate()
    again.communicate(timeout=60)
    assert again.returncode == 0


def test_a_taken_port_is_one_clear_line(environment: Mapping[str, str]) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()

        result = serve_in_vain(environment)

    assert result.returncode == 1
    assert result.stderr.startswith(f"无法启动：地址 127.0.0.1:{environment['PORT']} 无法使用")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        pytest.param({"PORT": "http"}, "无法启动：PORT=http", id="a port that is no number"),
        pytest.param({"APP_ENV": "staging"}, "无法启动：APP_ENV=staging", id="an environment that there is not"),
        pytest.param({"APP_ENV": "production"}, "无法启动：SECRET_KEY", id="production without keys"),
        pytest.param(
            {"DATABASE_URL": "postgresql://nobody@/nothing?host=/nonexistent"},
            "无法启动：连接不上数据库",
            id="a database that does not answer",
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_line(
    environment: Mapping[str, str], wrong: dict[str, str], line: str
) -> None:
    result = serve_in_vain({**environment, **wrong})

    assert result.returncode == 1
    assert result.stderr.startswith(line)
    assert "Traceback" not in result.stderr
