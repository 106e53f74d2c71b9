"""Training plans, their attachments, and the plan of a class."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

KINDS = ("score", "training_plan")


def upgrade() -> None:
    """Make the tables; classes that are there already have no plan."""
    _allow_plans_as_items()
    _make_plans()
    _make_attachments()
    op.add_column("training_class", sa.Column("plan_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_training_class_plan_id"), "training_class", ["plan_id"])
    op.create_foreign_key(
        op.f("fk_training_class_plan_id_base_id_training_plan"),
        "training_class",
        "training_plan",
        ["plan_id", "base_id"],
        ["id", "base_id"],
    )
    op.add_column("subject", sa.Column("hours", sa.Numeric(precision=6, scale=1), nullable=True))
    op.add_column("subject", sa.Column("summary", sa.Text(), server_default="", nullable=False))


def _allow_plans_as_items() -> None:
    op.drop_constraint(op.f("ck_instance_itemkind"), "instance", type_="check")
    op.create_check_constraint(op.f("ck_instance_itemkind"), "instance", "item_kind IN ('score', 'training_plan')")


def _make_plans() -> None:
    op.create_table(
        "training_plan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("audience", sa.Text(), server_default="", nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("mode", _words("teachingmode", "face", "online", "mixed"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("fee", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "state",
            _words("planstate", "draft", "submitted", "approved", "rejected"),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_plan_ends_after_start")),
        sa.CheckConstraint("people > 0", name=op.f("ck_training_plan_has_people")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_plan_has_hours")),
        sa.ForeignKeyConstraint(["base_id"], ["organization.id"], name=op.f("fk_training_plan_base_id_organization")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_training_plan_subject_id_subject")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_training_plan_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint("id", "base_id", name=op.f("uq_training_plan_id_base_id")),
        sa.UniqueConstraint("base_id", "year", "name", name=op.f("uq_training_plan_base_id_year_name")),
    )
    op.create_index("ix_training_plan_base_id_id", "training_plan", ["base_id", "id"])


def _make_attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("item_kind", _words("itemkind", *KINDS), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_attachment_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_attachment_added_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_item", "attachment", ["item_id", "item_kind"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Plans cannot be taken back once classes stand on them."""
    raise NotImplementedError
