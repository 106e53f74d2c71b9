"""The demo province: `flask demo`."""

from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from app.database import Database
from app.services.demo import DemoAccount, DemoNotAllowed, accounts, make_demo
from app.services.demo.size import FULL, LEAST


@click.command("demo")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same province.")
@click.option("--learners", type=click.IntRange(min=LEAST), default=FULL, show_default=True, help="Size.")
@click.option("--accounts/--no-accounts", "tell", default=True, help="List the accounts in the end.")
@with_appcontext
def demo(seed: int, learners: int, tell: bool) -> None:
    """Fill an empty database with a made-up province, and list the accounts to sign in with."""
    database, console = cast(Database, current_app.extensions["database"]), Console()
    try:
        made = fill(database, console, seed=seed, learners=learners)
    except DemoNotAllowed as refusal:
        raise click.ClickException(
            "演示数据的账号密码是公开的，只能在 APP_ENV=demo 或 APP_ENV=test 的环境中生成。"
        ) from refusal
    if not made:
        console.print("数据库中已有数据，未作任何改动。")
    if tell:
        show_accounts(database, console)


def fill(database: Database, console: Console, *, seed: int, learners: int) -> bool:
    """Make the demo behind a progress bar; return False where the database was filled already."""
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*parts, console=console) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done)

        return make_demo(database, seed=seed, learners=learners, progress=progress)


def show_accounts(database: Database, console: Console) -> None:
    """Print the demo accounts, where there are any."""
    with database.unit_of_work() as session:
        there = accounts.demo_accounts(session)
    for account in there:
        console.print(str(account), highlight=False, soft_wrap=True)


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts that every demo has, for whoever starts the program without looking into it."""
    return [known.account() for known in accounts.ALL]
