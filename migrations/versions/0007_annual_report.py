"""Annual reports of bases; one that was declared cannot be deleted. The index of what an organisation submitted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

KEEP = """
CREATE FUNCTION keep_declared_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft'
       OR EXISTS (SELECT 1 FROM instance WHERE item_id = OLD.id AND item_kind = 'annual_report') THEN
        RAISE EXCEPTION USING
            MESSAGE = 'annual report ' || OLD.id || ' was declared and cannot be deleted',
            ERRCODE = 'check_violation', CONSTRAINT = 'declared_report_kept';
    END IF;
    RETURN OLD;
END $$
"""
TRIGGER = """
CREATE TRIGGER declared_report_kept BEFORE DELETE ON annual_report
    FOR EACH ROW EXECUTE FUNCTION keep_declared_report()
"""


def upgrade() -> None:
    """Make the table and the trigger that keeps what was declared."""
    op.create_table(
        "annual_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("receiver", _words("receiver", "hr", "competent"), nullable=False),
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("next_year_plan", sa.Text(), nullable=False),
        sa.Column("figures", JSONB(), nullable=True),
        sa.Column(
            "state",
            _words("reportstate", "draft", "submitted", "approved"),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("grade", _words("grade", "excellent", "qualified", "unqualified"), nullable=True),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(state = 'approved') = (grade IS NOT NULL)", name=op.f("ck_annual_report_approved_has_grade")),
        sa.CheckConstraint("state = 'draft' OR figures IS NOT NULL", name=op.f("ck_annual_report_declared_has_figures")),
        sa.ForeignKeyConstraint(["base_id"], ["organization.id"], name=op.f("fk_annual_report_base_id_organization")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_annual_report_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("base_id", "year", name=op.f("uq_annual_report_base_id_year")),
    )
    op.create_index("ix_annual_report_base_id_id", "annual_report", ["base_id", "id"])
    op.create_index("ix_instance_submitted", "instance", ["organization_id", "item_kind", "id"])
    op.execute(KEEP)
    op.execute(TRIGGER)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    """Reports that were declared are kept."""
    raise NotImplementedError
