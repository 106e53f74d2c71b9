"""Reference data: `flask reference load`."""

from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.database import Database
from app.services.reference import load_reference

reference = AppGroup("reference", help="Regions, industries and yearly minimums.")


@reference.command("load")
@with_appcontext
def load() -> None:
    """Bring the reference data up to date; may be run at any time."""
    database = cast(Database, current_app.extensions["database"])
    with database.unit_of_work() as session:
        loaded = load_reference(session)
    click.echo(
        f"基础数据已更新：{loaded.regions}个区域、{loaded.industries}个行业、{loaded.year_rules}个年度的学时标准。"
    )
