"""What an organisation keeps about itself, and changes of it that need approval."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

PROFILE = ("legal_representative", "address", "summary")


def upgrade() -> None:
    """Organisations that are there already have an empty profile."""
    for name in PROFILE:
        op.add_column("organization", sa.Column(name, sa.Text(), server_default="", nullable=False))
    _make_venues()
    _make_staff()
    _make_changes()


def _make_venues() -> None:
    op.create_table(
        "venue",
        _id(),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", _words("venuekind", "classroom", "computer_room", "practice", "other"), nullable=False),
        sa.Column("area", sa.Numeric(precision=8, scale=1), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("ownership", _words("ownership", "own", "rented"), nullable=False),
        _text("equipment"),
        _created_at(),
        sa.CheckConstraint("area > 0", name=op.f("ck_venue_has_area")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_venue_counts_seats")),
        sa.ForeignKeyConstraint(["base_id"], ["organization.id"], name=op.f("fk_venue_base_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    op.create_index("ix_venue_base_id_id", "venue", ["base_id", "id"])


def _make_staff() -> None:
    op.create_table(
        "staff",
        _id(),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", _words("staffkind", "full_time", "part_time", "manager"), nullable=False),
        *(_text(name) for name in ("education", "title", "specialty", "employer_name")),
        _created_at(),
        sa.ForeignKeyConstraint(["base_id"], ["organization.id"], name=op.f("fk_staff_base_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index("ix_staff_base_id_id", "staff", ["base_id", "id"])


def _make_changes() -> None:
    pairs = [f"{when}_{what}_id" for what in ("superior", "hr", "competent") for when in ("old", "new")]
    states = ("draft", "submitted", "approved", "rejected", "withdrawn")
    op.create_table(
        "organization_change",
        _id(),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", _words("changekind", "identity", "superior"), nullable=False),
        sa.Column("old_name", sa.Text(), nullable=False),
        sa.Column("new_name", sa.Text(), nullable=False),
        sa.Column("new_name_key", sa.Text(), nullable=False),
        sa.Column("old_credit_code", sa.String(length=18), nullable=False),
        sa.Column("new_credit_code", sa.String(length=18), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in pairs),
        _text("reason"),
        sa.Column("state", _words("changestate", *states), server_default="draft", nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        _created_at(),
        *(
            sa.ForeignKeyConstraint(
                [name], ["organization.id"], name=op.f(f"fk_organization_change_{name}_organization")
            )
            for name in ("organization_id", *pairs)
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_organization_change_created_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_change")),
    )
    op.create_index(
        "uq_organization_change_under_way",
        "organization_change",
        ["organization_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'submitted')"),
    )
    op.create_index("ix_organization_change_organization_id_id", "organization_change", ["organization_id", "id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _created_at() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Take the tables and columns away again."""
    for table in ("organization_change", "staff", "venue"):
        op.drop_table(table)
    for name in PROFILE:
        op.drop_column("organization", name)
