"""Registrations of organisations and learners, and files of applicants."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

TEXTS = ("legal_representative", "address", "summary")
NEEDED_OF_ORGANIZATIONS = (
    "kind = 'learner' OR (credit_code IS NOT NULL AND organization_name IS NOT NULL AND name_key IS NOT NULL"
    " AND level IS NOT NULL AND region_code IS NOT NULL AND hr_id IS NOT NULL AND contact_name IS NOT NULL"
    " AND contact_phone IS NOT NULL AND employer_id IS NULL)"
)
NEEDED_OF_LEARNERS = (
    "kind <> 'learner' OR (employer_id IS NOT NULL AND title_series IS NOT NULL AND credit_code IS NULL)"
)
REFERENCES = (
    ("user_id", "user", "id"), ("region_code", "region", "code"), ("industry_code", "industry", "code"),
    ("superior_id", "organization", "id"), ("hr_id", "organization", "id"), ("competent_id", "organization", "id"),
    ("employer_id", "organization", "id"), ("organization_id", "organization", "id"), ("learner_id", "learner", "id"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and the index by which departments are chosen."""
    op.create_index(
        "ix_organization_departments",
        "organization",
        ["kind", "superior_id", "id"],
        postgresql_where=sa.text("kind IN ('hr', 'competent')"),
    )
    _make_registrations()
    _make_uploads()


def _make_registrations() -> None:
    op.create_table(
        "registration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", _words("registrationkind", "base", "employer", "department", "learner"), nullable=False),
        sa.Column(
            "state",
            _words("registrationstate", "pending", "approved", "rejected", "withdrawn"),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("resident_id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("password_hash", "email", "phone")),
        sa.Column("mobile_sealed", sa.LargeBinary(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name, _, key in REFERENCES if key == "id"),
        sa.Column("credit_code", sa.String(18), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("organization_name", "name_key", "contact_name", "contact_phone", "title_series")
        ),
        sa.Column("level", _words("level", "national", "province", "city", "county"), nullable=True),
        sa.Column("region_code", sa.String(6), nullable=True),
        sa.Column("industry_code", sa.String(1), nullable=True),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in (*TEXTS, "department", "title_grade", "education", "school", "major")
        ),
        sa.Column("privacy_version", sa.Text(), nullable=False),
        sa.Column("privacy_accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(user_id IS NULL) = (password_hash IS NOT NULL)",
            name=op.f("ck_registration_has_password"),
        ),
        sa.CheckConstraint(NEEDED_OF_ORGANIZATIONS, name=op.f("ck_registration_is_organization")),
        sa.CheckConstraint(NEEDED_OF_LEARNERS, name=op.f("ck_registration_is_learner")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.{key}"], name=op.f(f"fk_registration_{name}_{table}"))
            for name, table, key in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index(op.f("ix_registration_resident_id_hash"), "registration", ["resident_id_hash"])
    for name, column, condition in (
        ("uq_registration_pending_credit_code", "credit_code", "state = 'pending'"),
        ("uq_registration_pending_learner", "resident_id_hash", "state = 'pending' AND kind = 'learner'"),
    ):
        op.create_index(name, "registration", [column], unique=True, postgresql_where=sa.text(condition))


def _make_uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("owner_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("owner_hash", name=op.f("uq_upload_owner_hash")),
    )
    op.create_index(op.f("ix_upload_created_at"), "upload", ["created_at"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Registrations are evidence."""
    raise NotImplementedError
