"""Alembic's entry: run the revisions as the owner of the tables, then give the program its rights.

Started by `app.runtime.schema`, or by `alembic -c setup.cfg` with DATABASE_OWNER_URL (and DATABASE_URL, whose
user is the program's role).
"""

import os

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app.database import connect
from migrations.grants import grant_application
from models import Base

OWNER_URL = "DATABASE_OWNER_URL"


def run() -> None:
    """Run what was asked for in one transaction: all of it happens, or nothing."""
    attributes = context.config.attributes
    application_url = attributes.get("application_url") or os.environ.get("DATABASE_URL", "")
    owner_url = attributes.get("owner_url") or os.environ.get(OWNER_URL) or application_url
    engine = connect(owner_url, pool_size=1)
    try:
        with engine.connect() as connection:
            context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
            with context.begin_transaction():
                connection.execute(text("SET LOCAL statement_timeout = 0"))  # an index may take long
                context.run_migrations()
                grant_application(connection, make_url(application_url or owner_url).username or "")
    finally:
        engine.dispose()


run()
