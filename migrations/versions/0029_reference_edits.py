"""Regions and industries can be closed, and what is edited by hand is left as it is."""

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | None = None
depends_on: str | None = None

TABLES = ("region", "industry")


def upgrade() -> None:
    """Everything is open, and as it was loaded."""
    for table in TABLES:
        op.add_column(table, sa.Column("is_open", sa.Boolean(), server_default="true", nullable=False))
        op.add_column(table, sa.Column("is_edited", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    """Closed ones are open again."""
    for table in TABLES:
        op.drop_column(table, "is_edited")
        op.drop_column(table, "is_open")
