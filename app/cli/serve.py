"""Run everything on one machine: `python -m app.cli.serve`, which is what `make run` does.

Database (the embedded one, unless DATABASE_URL says where another is), migrations, the demo province, web
server, worker. Ctrl-C stops them in the opposite order.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import click
import psycopg
from sqlalchemy.exc import OperationalError

from app.config import ROOT, SettingMissing, Settings
from app.database import Database, connect
from app.runtime import programs, schema
from app.runtime.children import spawn, stop
from app.runtime.cluster_folder import DatabaseNotStarted
from app.runtime.embedded import Cluster, Urls
from app.runtime.lock import AlreadyRunning, hold
from app.runtime.supervisor import StopRequest, Supervisor
from app.services.diagrams.publish import publish_shipped
from app.services.reference import load_reference

TICK = 0.5  # seconds between two looks at the children


class Stopped(Exception):
    """有人要求停止。"""


class CannotServe(Exception):
    """无法启动，原因一句话。"""


def main() -> None:
    """Serve until stopped; exit code 0 then, and 1 with one line when it could not start."""
    try:
        serve(Settings.from_environment())
    except Stopped:
        say("已停止。")
    except (CannotServe, SettingMissing, DatabaseNotStarted) as refusal:
        sys.exit(f"无法启动：{refusal}")
    except AlreadyRunning as running:
        sys.exit(f"系统已在运行：{running.address}（进程 {running.pid}），没有再启动一个。")
    except (psycopg.OperationalError, OperationalError) as error:
        reason = " ".join(str(getattr(error, "orig", error)).split())
        sys.exit(f"无法启动：连接不上数据库（{reason}）。请检查 DATABASE_URL 和 DATABASE_OWNER_URL。")


def serve(settings: Settings) -> None:
    """Start everything, look after it, and stop it in order; raises Stopped at the end."""
    request = StopRequest()
    request.listen()
    address = f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:{settings.port}/"  # noqa: S104
    with ExitStack() as stack:
        urls, revive = stack.enter_context(_database(settings, address))
        _migrate(urls)
        env = os.environ | {"DATABASE_URL": urls.application}
        env.pop("DATABASE_OWNER_URL", None)
        if settings.env == "demo" and schema.is_empty(urls.application):
            _make_demo(settings, env, request)
        supervisor = Supervisor([programs.web(settings), programs.worker()], env=env, cwd=ROOT, say=say)
        stack.callback(supervisor.stop)
        announced = False
        while not request:
            revive()
            supervisor.look_after()
            if not announced and programs.is_healthy(address):
                announced = True
                _announce(settings, address)
            request.wait(TICK)
        say("正在停止……")
    raise Stopped


def say(line: str) -> None:
    """Print a line of progress at once."""
    click.echo(line)
    sys.stdout.flush()


@contextmanager
def _database(settings: Settings, address: str) -> Iterator[tuple[Urls, Callable[[], None]]]:
    """Yield where the database is, and what starts it again if it died; the embedded one ends with the block."""
    if settings.database_url:
        _refuse_taken_port(settings)
        yield Urls(settings.database_owner_url or settings.database_url, settings.database_url), lambda: None
        return
    with hold(settings.data_dir / "serve.lock", address):
        _refuse_taken_port(settings)
        say(f"启动内置数据库（{settings.data_dir / 'postgres'}）……")
        cluster = Cluster(settings.data_dir / "postgres")
        try:
            yield cluster.start(), lambda: _revive(cluster)
        finally:
            cluster.stop()


def _revive(cluster: Cluster) -> None:
    if not cluster.is_alive():
        say("内置数据库意外退出，重新启动……")
        cluster.start()


def _refuse_taken_port(settings: Settings) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = f"地址 {settings.host}:{settings.port} 无法使用（{error.strerror}）"
            raise CannotServe(f"{reason}。换一个端口：PORT=8080 make run") from None


def _migrate(urls: Urls) -> None:
    """The newest tables, the reference data, and the shipped processes where there is none of theirs yet."""
    say("更新数据库结构……")
    schema.upgrade(*urls)
    if schema.can_rewrite_history(urls.application):
        say("警告：DATABASE_URL 的用户可以改写办理记录。请让程序使用普通用户，另设 DATABASE_OWNER_URL 供升级使用。")
    database = Database(connect(urls.application, pool_size=1))
    with database.unit_of_work() as session:
        load_reference(session)
        publish_shipped(session)
    database.engine.dispose()


def _make_demo(settings: Settings, env: dict[str, str], request: StopRequest) -> None:
    say(f"生成演示数据（学员 {settings.demo_learners:,} 人）……")
    command = [sys.executable, "-m", "flask", "--app", "app", "demo", "--no-accounts"]
    command += ["--learners", str(settings.demo_learners)]
    process = spawn(command, env=env, cwd=ROOT)
    while process.poll() is None:
        if request.wait(TICK):
            stop(process, signal.SIGTERM, patience=30)
            raise Stopped
    if process.returncode:
        raise CannotServe(f"演示数据没有生成（代码 {process.returncode}），原因见上")


def _announce(settings: Settings, address: str) -> None:
    if settings.env == "demo":
        from app.cli.demo import demo_accounts  # only a demo has accounts to tell

        for account in demo_accounts():
            say(f"  {account}")
    say(f"系统已启动：{address}。按 Ctrl-C 停止。")


if __name__ == "__main__":
    main()
