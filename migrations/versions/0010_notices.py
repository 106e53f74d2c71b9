"""Notices on the public page, and forgotten passwords."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the tables."""
    _make_notices()
    _make_recoveries()
    _make_requests()


def downgrade() -> None:
    """Notices are lost, and links that were mailed are void."""
    for name in ("password_request", "password_recovery", "notice"):
        op.drop_table(name)


def _make_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("published_by_id", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notice_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_notice_published_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_public", "notice", ["is_pinned", "id"], postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    op.create_index("ix_notice_organization_id_id", "notice", ["organization_id", "id"])


def _make_recoveries() -> None:
    op.create_table(
        "password_recovery",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_recovery_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_recovery")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_recovery_token_hash")),
    )
    for column in ("user_id", "expires_at"):
        op.create_index(op.f(f"ix_password_recovery_{column}"), "password_recovery", [column])


def _make_requests() -> None:
    op.create_table(
        "password_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=True),
        sa.Column("membership_id", sa.BigInteger(), nullable=True),
        sa.Column("office_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(learner_id, membership_id) = 1", name=op.f("ck_password_request_one_identity")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_request_user_id_user")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_password_request_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_password_request_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["organization.id"], name=op.f("fk_password_request_office_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_request")),
    )
    still_open = sa.text("handled_at IS NULL")
    op.create_index(
        "uq_password_request_open", "password_request", ["user_id"], unique=True, postgresql_where=still_open
    )
    op.create_index(
        "ix_password_request_office_id_id", "password_request", ["office_id", "id"], postgresql_where=still_open
    )
