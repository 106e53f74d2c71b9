"""One HR department a region, and the indexes by which all organisations of the province are listed."""

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | None = None
depends_on: str | None = None

INDEXES = ("ix_organization_disabled", "ix_organization_kind", "uq_organization_hr_region")


def upgrade() -> None:
    """Make them."""
    op.create_index(
        "uq_organization_hr_region",
        "organization",
        ["region_code"],
        unique=True,
        postgresql_where=sa.text("kind = 'hr'"),
    )
    op.create_index("ix_organization_kind", "organization", ["kind", "id"])
    op.create_index("ix_organization_disabled", "organization", ["id"], postgresql_where=sa.text("NOT is_enabled"))


def downgrade() -> None:
    """Take them away."""
    for index in INDEXES:
        op.drop_index(index, table_name="organization")
