"""Notifications of every kind, to organisations and persons, and up to where each reader has read."""

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None

KINDS = (
    "opened", "returned", "approved", "rejected", "withdrawn", "urged", "transferred", "delegated", "advised",
    "signature", "copied", "mentioned",
)  # fmt: skip
OLD_KEY = "uq_notification_command_id_organization_id_user_task_id_group_id"


def upgrade() -> None:
    """What was told so far was that work had opened: to whoever holds the module of its user task."""
    _columns()
    op.execute(
        """
        UPDATE notification SET module = t.permission, kind = 'opened',
               item_kind = CASE t.process_id WHEN 'score_declaration' THEN 'score' ELSE t.process_id END
          FROM user_task t WHERE t.id = notification.user_task_id
        """
    )
    op.alter_column("notification", "kind", nullable=False)
    op.alter_column("notification", "item_kind", nullable=False)
    for column in ("organization_id", "user_task_id", "group_id"):
        op.alter_column("notification", column, nullable=True)
    op.drop_column("notification", "read_at")
    _checks()
    _indexes()
    _marks()


def downgrade() -> None:
    """Keep only what the old table could say."""
    op.drop_table("notification_mark")
    op.execute("DELETE FROM notification WHERE kind <> 'opened' OR group_id IS NULL")
    for index in ("uq_notification_once", "ix_notification_person", "ix_notification_members"):
        op.drop_index(index, table_name="notification")
    for column in ("kind", "user_id", "by_id", "module", "item_kind", "instance_id", "outcome"):
        op.drop_column("notification", column)
    for column in ("organization_id", "user_task_id", "group_id"):
        op.alter_column("notification", column, nullable=False)
    op.add_column("notification", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(
        op.f(OLD_KEY), "notification", ["command_id", "organization_id", "user_task_id", "group_id"]
    )
    op.create_index("ix_notification_organization_id_id", "notification", ["organization_id", "id"])


def _columns() -> None:
    op.drop_constraint(op.f(OLD_KEY), "notification")
    op.drop_index("ix_notification_organization_id_id", table_name="notification")
    op.add_column("notification", sa.Column("kind", sa.String(32), nullable=True))
    op.add_column("notification", sa.Column("item_kind", sa.String(32), nullable=True))
    op.add_column("notification", sa.Column("module", sa.Text(), nullable=True))
    op.add_column("notification", sa.Column("outcome", sa.Text(), nullable=True))
    for column, table in (("user_id", "user"), ("by_id", "user"), ("instance_id", "instance")):
        op.add_column("notification", sa.Column(column, sa.BigInteger(), nullable=True))
        name = op.f(f"fk_notification_{column}_{table}")
        op.create_foreign_key(name, "notification", table, [column], ["id"])


def _checks() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    for name, rule in (
        ("notificationkind", f"kind IN ({kinds})"),
        ("has_recipient", "organization_id IS NOT NULL OR user_id IS NOT NULL"),
        ("has_module", "user_id IS NOT NULL OR module IS NOT NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_notification_{name}"), "notification", rule)


def _indexes() -> None:
    op.create_index(
        "ix_notification_members",
        "notification",
        ["organization_id", "module", "id"],
        postgresql_where=sa.text("user_id IS NULL"),
    )
    op.create_index(
        "ix_notification_person", "notification", ["user_id", "id"], postgresql_where=sa.text("user_id IS NOT NULL")
    )
    op.create_index(
        "uq_notification_once",
        "notification",
        ["command_id", "kind", "organization_id", "user_id", "item_kind", "user_task_id", "outcome"],
        unique=True,
        postgresql_where=sa.text("command_id IS NOT NULL"),
        postgresql_nulls_not_distinct=True,
    )


def _marks() -> None:
    op.create_table(
        "notification_mark",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("read_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notification_mark_user_id_user")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notification_mark_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_mark")),
    )
    op.create_index(
        "uq_notification_mark_reader",
        "notification_mark",
        ["user_id", "organization_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
