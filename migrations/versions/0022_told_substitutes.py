"""Substitutes are told that they stand in for somebody: of no item, and so of no kind of item."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None

BEFORE = (
    "opened", "returned", "approved", "rejected", "withdrawn", "urged", "transferred", "delegated", "advised",
    "signature", "copied", "mentioned",
)  # fmt: skip


def upgrade() -> None:
    """One more kind."""
    op.alter_column("notification", "item_kind", existing_type=sa.String(32), nullable=True)
    _kinds(*BEFORE, "substitute")
    op.create_check_constraint(
        op.f("ck_notification_has_item_kind"), "notification", "item_kind IS NOT NULL OR kind = 'substitute'"
    )


def downgrade() -> None:
    """Forget what the old table could not say."""
    op.drop_constraint(op.f("ck_notification_has_item_kind"), "notification")
    op.execute("DELETE FROM notification WHERE kind = 'substitute'")
    _kinds(*BEFORE)
    op.alter_column("notification", "item_kind", existing_type=sa.String(32), nullable=False)


def _kinds(*kinds: str) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notification_notificationkind"), "notification")
    op.create_check_constraint(op.f("ck_notification_notificationkind"), "notification", f"kind IN ({known})")
