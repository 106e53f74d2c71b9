"""What becomes of a step that nobody can decide; alarms of it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Steps of released versions hold."""
    op.add_column("user_task", sa.Column("if_nobody", sa.Text(), server_default="hold", nullable=False))
    op.create_index("ix_alarm_open", "alarm", ["id"], postgresql_where=sa.text("settled_at IS NULL"))
    _kinds("nobody", "no_members", "no_superior")


def downgrade() -> None:
    """Forget them."""
    op.execute("DELETE FROM alarm WHERE kind <> 'no_superior'")
    _kinds("no_superior")
    op.drop_index("ix_alarm_open", table_name="alarm")
    op.drop_column("user_task", "if_nobody")


def _kinds(*kinds: str) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_alarm_alarmkind"), "alarm")
    op.create_check_constraint(op.f("ck_alarm_alarmkind"), "alarm", f"kind IN ({known})")
