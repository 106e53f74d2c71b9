"""Qualified scores that are revoked, and the deadlines of a year."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

STATES = "'entered', 'declared', 'qualified', 'rejected', 'revoked'"


def upgrade() -> None:
    """A revoked score is as final as a rejected one: a new row may take its place."""
    op.drop_constraint(op.f("ck_score_scorestate"), "score", type_="check")
    op.create_check_constraint(op.f("ck_score_scorestate"), "score", f"state IN ({STATES})")
    op.drop_index("uq_score_class_id_learner_id", "score")
    op.create_index(
        "uq_score_class_id_learner_id",
        "score",
        ["class_id", "learner_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('rejected', 'revoked')"),
    )
    op.create_index(
        "ix_score_qualified", "score", ["employer_id", "id"], postgresql_where=sa.text("state = 'qualified'")
    )
    op.add_column("year_rule", sa.Column("public_deadline", sa.Date(), nullable=True))
    op.add_column("year_rule", sa.Column("professional_deadline", sa.Date(), nullable=True))
    _make_revocations()


def _make_revocations() -> None:
    states = ("pending", "confirmed", "rejected", "withdrawn")
    op.create_table(
        "score_revocation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("score_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*states, name="revocationstate", native_enum=False, create_constraint=True, length=32),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_revocation_score_id_score")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_score_revocation_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_score_revocation_proposed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_revocation")),
    )
    op.create_index(
        "uq_score_revocation_pending",
        "score_revocation",
        ["score_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_score_revocation_score_id", "score_revocation", ["score_id"])
    op.create_index("ix_score_revocation_organization_id_id", "score_revocation", ["organization_id", "id"])


def downgrade() -> None:
    """Revoked scores cannot be made anything else."""
    raise NotImplementedError
