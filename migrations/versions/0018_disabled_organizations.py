"""Why an organisation is disabled."""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the reason; those disabled until now have none."""
    op.add_column("organization", sa.Column("disabled_reason", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Forget the reasons."""
    op.drop_column("organization", "disabled_reason")
