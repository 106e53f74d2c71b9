"""Moving what is in flight to another version: migrations, their groups, and the indexes that find instances."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None

CHOICES = ("move", "back", "skip", "map", "stay")
IDS = ("keeps", "kept_as", "closes", "opens", "reopens")


def upgrade() -> None:
    """Make the tables and the indexes."""
    _indexes()
    _migration()
    _group()
    op.create_table(
        "migration_member",
        sa.Column("migration_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        *_refers("migration_member", migration_id="migration", instance_id="instance", group_id="migration_group"),
        sa.PrimaryKeyConstraint("migration_id", "instance_id", name=op.f("pk_migration_member")),
    )


def downgrade() -> None:
    """Take all of it back."""
    for table in ("migration_member", "migration_group", "migration"):
        op.drop_table(table)
    for index in ("ix_instance_finished", "ix_instance_in_flight"):
        op.drop_index(index, table_name="instance")


def _indexes() -> None:
    op.create_index(
        "ix_instance_in_flight", "instance", ["version_id", "id"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index(
        "ix_instance_finished",
        "instance",
        ["item_kind", "ended_at", "id"],
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )


def _refers(table: str, **names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in names.items()
    ]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _count(name: str, default: str | None = "0") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _migration() -> None:
    op.create_table(
        "migration",
        _id(),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("to_version_id", sa.BigInteger(), nullable=False),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=True),
        _count("total", None),
        _count("moved"),
        _count("refused"),
        sa.Column("at_version_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("after_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_id"], ["diagram.process_id"], name=op.f("fk_migration_process_id_diagram")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_migration_membership_id_membership"),
            ondelete="SET NULL",
        ),
        *_refers("migration", to_version_id="diagram_version", undoes_id="migration", user_id="user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
    )
    op.create_index("ix_migration_process_id", "migration", ["process_id", "id"])
    op.create_index(op.f("ix_migration_membership_id"), "migration", ["membership_id"])


def _group() -> None:
    op.create_table(
        "migration_group",
        _id(),
        sa.Column("migration_id", sa.BigInteger(), nullable=False),
        sa.Column("from_version_id", sa.BigInteger(), nullable=False),
        sa.Column("from_path_node_id", sa.BigInteger(), nullable=False),
        sa.Column("to_version_id", sa.BigInteger(), nullable=False),
        sa.Column("to_path_node_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(*CHOICES, name="migrationchoice", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("comment_id", sa.BigInteger(), nullable=True),
        sa.Column("is_split", sa.Boolean(), server_default="false", nullable=False),
        *(sa.Column(name, ARRAY(sa.BigInteger()), server_default="{}", nullable=False) for name in IDS),
        _count("total", None),
        _count("moved"),
        sa.Column("refusal", sa.Text(), nullable=True),
        *_refers("migration_group", migration_id="migration", comment_id="comment"),
        *_refers("migration_group", from_version_id="diagram_version", from_path_node_id="path_node"),
        *_refers("migration_group", to_version_id="diagram_version", to_path_node_id="path_node"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration_group")),
    )
    op.create_index("ix_migration_group_place", "migration_group", ["migration_id", "from_path_node_id"])
