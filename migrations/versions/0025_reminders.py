"""Reminders of limits, escalation to the superior, and alarms for what nobody can go on with by himself."""

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None

BEFORE = (
    "opened", "returned", "approved", "rejected", "withdrawn", "urged", "transferred", "delegated", "advised",
    "signature", "copied", "mentioned", "substitute",
)  # fmt: skip
ADDED = ("reminded", "escalated", "taken_up")
MOMENTS = ("remind_at", "reminded_at", "escalate_at")


def upgrade() -> None:
    """What is open already is not reminded of."""
    op.add_column("user_task", sa.Column("remind", sa.Text(), nullable=True))
    op.add_column("user_task", sa.Column("escalates", sa.Boolean(), server_default="false", nullable=False))
    for name in MOMENTS:
        op.add_column("work_item", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("work_item", sa.Column("came_by", sa.String(32), nullable=True))
    op.create_check_constraint(
        op.f("ck_work_item_cameby"), "work_item", "came_by IN ('escalated', 'superior', 'held', 'assigned')"
    )
    _index("remind_at", "closed_at IS NULL AND reminded_at IS NULL AND remind_at IS NOT NULL")
    _index("escalate_at", "closed_at IS NULL AND escalate_at IS NOT NULL")
    _kinds(*BEFORE, *ADDED)
    _alarm()


def downgrade() -> None:
    """Forget them."""
    op.drop_table("alarm")
    op.execute(f"DELETE FROM notification WHERE kind IN {ADDED}")
    _kinds(*BEFORE)
    op.drop_index("ix_work_item_escalate", table_name="work_item")
    op.drop_index("ix_work_item_remind", table_name="work_item")
    for name in ("came_by", *MOMENTS):
        op.drop_column("work_item", name)
    op.drop_column("user_task", "escalates")
    op.drop_column("user_task", "remind")


def _index(column: str, where: str) -> None:
    name = column.removesuffix("_at")
    op.create_index(f"ix_work_item_{name}", "work_item", [column], postgresql_where=sa.text(where))


def _kinds(*kinds: str) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notification_notificationkind"), "notification")
    op.create_check_constraint(op.f("ck_notification_notificationkind"), "notification", f"kind IN ({known})")


def _alarm() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "alarm",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("work_item_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('no_superior')", name=op.f("ck_alarm_alarmkind")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_alarm_work_item_id_work_item")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_alarm_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "uq_alarm_open",
        "alarm",
        ["work_item_id", "kind"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
