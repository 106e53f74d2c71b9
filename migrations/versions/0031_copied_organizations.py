"""Copies for organisations: a copy without a user is for all members, and there is one of it."""

from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | None = None
depends_on: str | None = None

NAME = "uq_carbon_copy_instance_id_user_id_organization_id"
COLUMNS = ["instance_id", "user_id", "organization_id"]


def upgrade() -> None:
    """Let the user be left out."""
    op.alter_column("carbon_copy", "user_id", nullable=True)
    op.drop_constraint(op.f(NAME), "carbon_copy")
    op.create_unique_constraint(op.f(NAME), "carbon_copy", COLUMNS, postgresql_nulls_not_distinct=True)


def downgrade() -> None:
    """Take back what organisations got."""
    op.execute("DELETE FROM carbon_copy WHERE user_id IS NULL")
    op.drop_constraint(op.f(NAME), "carbon_copy")
    op.create_unique_constraint(op.f(NAME), "carbon_copy", COLUMNS)
    op.alter_column("carbon_copy", "user_id", nullable=False)
