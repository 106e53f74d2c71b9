"""Transfers of learners between employers, certificates, and what a learner says of himself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

TEXTS = ("department", "title_grade", "education", "school", "major")


def upgrade() -> None:
    """Learners that are there already have said nothing of themselves."""
    for column in TEXTS:
        op.add_column("learner", sa.Column(column, sa.Text(), server_default="", nullable=False))
    _make_transfers()
    _make_certificates()


def _make_transfers() -> None:
    op.create_table(
        "employer_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("from_employer_id", sa.BigInteger(), nullable=False),
        sa.Column("to_employer_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "approved", "rejected", "withdrawn",
                name="transferstate", native_enum=False, create_constraint=True, length=32,
            ),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("from_employer_id <> to_employer_id", name=op.f("ck_employer_transfer_to_another")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_employer_transfer_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["from_employer_id"], ["organization.id"], name=op.f("fk_employer_transfer_from_employer_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["to_employer_id"], ["organization.id"], name=op.f("fk_employer_transfer_to_employer_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_transfer")),
    )  # fmt: skip
    op.create_index("ix_employer_transfer_learner_id_id", "employer_transfer", ["learner_id", "id"])
    op.create_index(
        "uq_employer_transfer_pending",
        "employer_transfer",
        ["learner_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )


def _make_certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("hours", postgresql.JSONB(), nullable=False),
        sa.Column("issuer_id", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_certificate_learner_id_learner")),
        sa.ForeignKeyConstraint(["issuer_id"], ["organization.id"], name=op.f("fk_certificate_issuer_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    op.create_index("ix_certificate_learner_id_id", "certificate", ["learner_id", "id"])
    op.create_index(
        "uq_certificate_in_force",
        "certificate",
        ["learner_id", "year"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    """Issued certificates cannot be made unissued."""
    raise NotImplementedError
