"""Revoked scores are counted apart from those that were never approved."""

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the column; the next run of the periodic job fills it."""
    op.add_column("score_summary", sa.Column("revoked", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Count them among the rejected again, from the next run on."""
    op.drop_column("score_summary", "revoked")
