"""Daily seals over the heads of the instances' chains."""

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make both tables; that they are append-only, the grants say."""
    op.create_table(
        "seal",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("day", name=op.f("uq_seal_day")),
    )
    op.create_table(
        "seal_head",
        sa.Column("seal_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["seal.id"], name=op.f("fk_seal_head_seal_id_seal")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_seal_head_instance_id_instance")),
        sa.PrimaryKeyConstraint("seal_id", "instance_id", name=op.f("pk_seal_head")),
    )
    op.create_index("ix_seal_head_instance_id_seq", "seal_head", ["instance_id", "seq"])


def downgrade() -> None:
    """No seals."""
    op.drop_table("seal_head")
    op.drop_table("seal")
