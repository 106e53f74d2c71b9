"""Indexes of the start pages, and of a base's scores by state over all its classes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Count what waits task by task, and page scores state by state."""
    op.create_index(
        "ix_work_item_waiting",
        "work_item",
        ["organization_id", "user_task_id", "opened_at"],
        postgresql_include=["assignee_id"],
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_score_base_id_state_id", "score", ["base_id", "state", "id"])


def downgrade() -> None:
    """Take both back."""
    op.drop_index("ix_score_base_id_state_id", table_name="score")
    op.drop_index("ix_work_item_waiting", table_name="work_item")
