"""Indexes by which a base's scores are found by day and by name."""

from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Days of entry by base, names by their trigrams."""
    op.create_index("ix_score_base_id_entered_at", "score", ["base_id", "entered_at"])
    op.create_index(
        "ix_learner_name_trgm", "learner", ["name"], postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
    )


def downgrade() -> None:
    """Take both back."""
    op.drop_index("ix_learner_name_trgm", table_name="learner")
    op.drop_index("ix_score_base_id_entered_at", table_name="score")
