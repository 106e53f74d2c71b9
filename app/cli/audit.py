"""Checking the history: `flask audit verify`."""

from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from app.database import Database
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.seals.verify import first_broken_seal

STEP = 10_000  # instances read at a time

audit = AppGroup("audit", help="Check that nobody rewrote history.")


@audit.command("verify")
def verify() -> None:
    """Compute every event's hash and every seal again; exit code 1 and one line for each that does not fit."""
    database, broken = cast(Database, current_app.extensions["database"]), 0
    with database.unit_of_work() as session:
        last = last_instance_id(session)
    for first in range(1, last + 1, STEP):
        with database.unit_of_work() as session:
            for instance_id in broken_chains(session, first=first, last=first + STEP - 1):
                broken += 1
                click.echo(f"事项 {instance_id}：办理记录与校验值不符，可能被改动过。")
    with database.unit_of_work() as session:
        link = first_broken_seal(session)
    if link is not None:
        broken += 1
        click.echo(f"{link.day} 的封印：{link.reason}")
    if broken:
        raise click.ClickException(f"共 {broken} 处有问题，请保留数据库并联系安全审计员。")
    click.echo(f"已核对到第 {last} 号事项，全部相符。")
