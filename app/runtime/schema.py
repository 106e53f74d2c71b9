"""Bring a database to the newest revision."""

from alembic import command
from alembic.config import Config

from app.config import ROOT


def upgrade(owner_url: str, application_url: str) -> None:
    """Run the migrations that are missing, as the owner, for the role of `application_url`."""
    config = Config(ROOT / "setup.cfg")
    config.attributes.update(owner_url=owner_url, application_url=application_url)
    command.upgrade(config, "head")
