"""Until when a step is to be decided: drawn on the user task, computed when a work item opens."""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None

IS_OPEN = "closed_at IS NULL"


def upgrade() -> None:
    """Add the columns; what is open already has no limit, for its version was released without one."""
    op.add_column("user_task", sa.Column("due", sa.Text(), nullable=True))
    op.add_column("work_item", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    _inbox_index(["assignee_id", "opened_at", "due_at"])
    op.create_index(
        "ix_work_item_due",
        "work_item",
        ["organization_id", "due_at"],
        postgresql_include=["user_task_id", "group_id", "assignee_id"],
        postgresql_where=sa.text(f"{IS_OPEN} AND due_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Forget the limits."""
    op.drop_index("ix_work_item_due", table_name="work_item")
    _inbox_index(["assignee_id", "opened_at"])
    op.drop_column("work_item", "due_at")
    op.drop_column("user_task", "due")


def _inbox_index(include: list[str]) -> None:
    op.drop_index("ix_work_item_inbox", table_name="work_item")
    op.create_index(
        "ix_work_item_inbox",
        "work_item",
        ["organization_id", "group_id", "user_task_id", "id"],
        postgresql_include=include,
        postgresql_where=sa.text(IS_OPEN),
    )
