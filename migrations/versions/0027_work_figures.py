"""What organisations have to decide and decided, counted by a periodic job."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | None = None
depends_on: str | None = None

STEP = ("process_id", "node_id")
TABLES = {
    "work_month": (("organization_id", "month", *STEP, "region_code"), ("opened", "decided"), ()),
    "work_now": (
        ("organization_id", *STEP, "region_code"),
        ("unclaimed", "taken", "returned", "overdue"),
        ("unclaimed_days", "taken_days", "returned_days"),
    ),
    "work_pace": (("organization_id", *STEP), ("decided",), ()),
    "reviewer_load": (("organization_id", "user_id"), ("open", "decided_week", "decided_month"), ()),
}
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "organization_id": sa.BigInteger(),
    "user_id": sa.BigInteger(),
    "month": sa.Date(),
    "process_id": sa.Text(),
    "node_id": sa.Text(),
    "region_code": sa.Text(),
}
NAMED = {"organization_id": "organization.id", "user_id": "user.id", "process_id": "diagram.process_id"}


def upgrade() -> None:
    """Make the tables; the job fills them."""
    for name, (keys, counts, sums) in TABLES.items():
        op.create_table(
            name,
            *(sa.Column(key, TYPES[key], nullable=False, autoincrement=False) for key in keys),
            *(sa.Column(count, sa.Integer(), nullable=False) for count in counts),
            *(sa.Column(one, sa.Numeric(14, 2), nullable=False) for one in sums),
            *(_foreign_key(name, key) for key in keys if key in NAMED),
            sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
        )
    op.add_column("work_pace", sa.Column("days", sa.Numeric(8, 2), nullable=False))
    for name in ("work_month", "work_now"):
        op.add_column(name, sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False))


def downgrade() -> None:
    """Nothing is counted."""
    for name in TABLES:
        op.drop_table(name)


def _foreign_key(table: str, column: str) -> sa.ForeignKeyConstraint:
    target = NAMED[column]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{target.split('.')[0]}"))
