"""Items that persons submit for themselves, the kinds of the rest of the guide, and remarks on files."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

KINDS = (
    "score", "training_plan", "base_registration", "employer_registration", "department_registration",
    "learner_registration", "organization_change", "annual_report", "score_revocation", "employer_transfer",
)  # fmt: skip
OPTIONAL = (
    ("instance", "organization_id"), ("instance", "started_by_id"), ("work_item", "organization_id"),
    ("comment", "user_id"), ("attachment", "organization_id"), ("attachment", "added_by_id"),
)  # fmt: skip


def upgrade() -> None:
    """An applicant has no user yet, and acts for no organisation."""
    words = ", ".join(f"'{kind}'" for kind in KINDS)
    for table in ("instance", "attachment"):
        name = op.f(f"ck_{table}_itemkind")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"item_kind IN ({words})")
    for table, column in OPTIONAL:
        op.alter_column(table, column, nullable=True)
    op.add_column("attachment", sa.Column("remark", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Rows without an organisation cannot be given one."""
    raise NotImplementedError
