"""Bring a database to the newest revision."""

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from app.config import ROOT


def upgrade(owner_url: str, application_url: str) -> None:
    """Run the migrations that are missing, as the owner, for the role of `application_url`."""
    config = Config(ROOT / "setup.cfg")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes.update(owner_url=owner_url, application_url=application_url)
    command.upgrade(config, "head")


def is_empty(url: str) -> bool:
    """Tell whether a migrated database has no user yet."""
    with _connection(url) as connection:
        return connection.execute('SELECT 1 FROM "user" LIMIT 1').fetchone() is None


def can_rewrite_history(url: str) -> bool:
    """Tell whether this role may change append-only tables: an owner or a superuser, not one for a program."""
    with _connection(url) as connection:
        row = connection.execute("SELECT has_table_privilege('instance_event', 'UPDATE')").fetchone()
        return bool(row and row[0])


def _connection(url: str) -> psycopg.Connection:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
