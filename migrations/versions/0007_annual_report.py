"""Annual reports of bases, and the index of what an organisation submitted."""

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Let each kind of what an organisation submitted be listed newest first."""
    op.create_index("ix_instance_submitted", "instance", ["organization_id", "item_kind", "id"])


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("ix_instance_submitted", "instance")
