"""Saved views and columns of the inbox, the indexes of its tabs, figures of steps, settings of users."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None

BY_REVIEWER = sa.text("kind IN (2, 14, 17, 19)")


def upgrade() -> None:
    """Make the tables, and let the tabs read indexes alone."""
    _saved_view()
    _hidden_columns()
    _small_tables()
    op.create_index(
        "ix_instance_under_way",
        "instance",
        ["organization_id", "item_kind"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_instance_event_decided",
        "instance_event",
        ["organization_id", "at", "instance_id", "seq"],
        postgresql_where=BY_REVIEWER,
    )
    op.create_index(
        "ix_instance_event_decided_by",
        "instance_event",
        ["user_id", "organization_id", "at", "instance_id", "seq"],
        postgresql_where=BY_REVIEWER,
    )
    _inbox_index(["assignee_id", "opened_at"])


def downgrade() -> None:
    """Take all of it back."""
    _inbox_index(["assignee_id"])
    op.drop_index("ix_instance_event_decided_by", table_name="instance_event")
    op.drop_index("ix_instance_event_decided", table_name="instance_event")
    op.drop_index("ix_instance_under_way", table_name="instance")
    for table in ("path_traffic", "step_duration", "user_setting", "hidden_columns", "saved_view"):
        op.drop_table(table)


def _inbox_index(include: list[str]) -> None:
    op.drop_index("ix_work_item_inbox", table_name="work_item")
    op.create_index(
        "ix_work_item_inbox",
        "work_item",
        ["organization_id", "group_id", "user_task_id", "id"],
        postgresql_include=include,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_saved_view_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "organization_id", "user_id", "name", name=op.f("uq_saved_view_organization_id_user_id_name")
        ),
    )
    op.create_index(
        "ix_saved_view_shared", "saved_view", ["organization_id", "id"], postgresql_where=sa.text("is_shared")
    )


def _hidden_columns() -> None:
    op.create_table(
        "hidden_columns",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("item_kind", sa.Text(), nullable=False),
        sa.Column("columns", sa.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_hidden_columns_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "item_kind", name=op.f("pk_hidden_columns")),
    )


def _small_tables() -> None:
    op.create_table(
        "user_setting",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("has_keys", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("opens_next", sa.Boolean(), server_default="true", nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_setting_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_setting")),
    )
    op.create_table(
        "step_duration",
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("days", sa.Numeric(8, 2), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["diagram.process_id"], name=op.f("fk_step_duration_process_id_diagram")
        ),
        sa.PrimaryKeyConstraint("process_id", "node_id", name=op.f("pk_step_duration")),
    )
    op.create_table(
        "path_traffic",
        sa.Column("path_node_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["path_node_id"], ["path_node.id"], name=op.f("fk_path_traffic_path_node_id_path_node")
        ),
        sa.PrimaryKeyConstraint("path_node_id", name=op.f("pk_path_traffic")),
    )
