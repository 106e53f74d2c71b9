"""Whether a user wants notifications by mail, and up to when daily mails have told."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Nobody has asked for mails yet."""
    op.add_column("user_setting", sa.Column("mail", sa.String(32), server_default="none", nullable=False))
    op.add_column("user_setting", sa.Column("digested_to", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_user_setting_mailchoice"), "user_setting", "mail IN ('none', 'at_once', 'daily')"
    )
    op.create_index(
        "ix_user_setting_daily", "user_setting", ["user_id"], postgresql_where=sa.text("mail = 'daily'")
    )
    op.create_index("ix_notification_created_at", "notification", ["created_at"])


def downgrade() -> None:
    """Nobody gets mails."""
    op.drop_index("ix_notification_created_at", table_name="notification")
    op.drop_index("ix_user_setting_daily", table_name="user_setting")
    op.drop_column("user_setting", "digested_to")
    op.drop_column("user_setting", "mail")
