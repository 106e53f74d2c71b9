"""The three offices: `flask offices found`."""

from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.database import Database
from app.errors import Refusal
from app.services.accounts.found_office import found_office
from models import OFFICES, OrganizationKind

offices = AppGroup("offices", help="System administrators, security administrators, auditors.")


@offices.command("found")
@click.argument("kind", type=click.Choice(sorted(kind.value for kind in OFFICES)))
@click.option("--name", required=True, help="The office's name.")
@click.option("--credit-code", required=True, help="Its unified social credit code.")
@click.option("--person", required=True, help="Its super administrator's name.")
@click.option("--resident-id", required=True, help="His resident id number.")
@with_appcontext
def found(kind: str, name: str, credit_code: str, person: str, resident_id: str) -> None:
    """Make an office with its super administrator, who adds the others."""
    database = cast(Database, current_app.extensions["database"])
    try:
        with database.unit_of_work() as session:
            password = found_office(
                session,
                OrganizationKind(kind),
                name=name,
                credit_code=credit_code,
                person=person,
                resident_id=resident_id,
            )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已设立{name}，超级管理员：{person}。")
    click.echo(f"初始密码：{password}，首次登录须修改。" if password else "他已是本系统用户，用原密码登录。")
