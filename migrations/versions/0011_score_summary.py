"""Figures of each employer and base by year, which statistics read."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None

COUNTS = ("registered", "reached", "people", "classes", "entered", "in_review", "qualified", "rejected")


def upgrade() -> None:
    """Make the table; a periodic job fills it."""
    op.create_table(
        "score_summary",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("credit_year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "subject_type",
            sa.Enum(
                "public",
                "professional",
                "all",
                name="summarytype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in COUNTS),
        sa.Column("hours", sa.Numeric(12, 1), server_default="0", nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_score_summary_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("organization_id", "credit_year", "subject_type", name=op.f("pk_score_summary")),
    )
    op.create_index(
        "ix_score_summary_credit_year_subject_type", "score_summary", ["credit_year", "subject_type"], unique=False
    )


def downgrade() -> None:
    """Forget the figures."""
    op.drop_table("score_summary")
