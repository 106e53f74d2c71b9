"""Extensions and the job queue."""

from alembic import op

from migrations.queue_schema import queue_statements

revision: str = "0000"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Trigram search for Chinese names, and Procrastinate's schema as of 3.10."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    plain = op.get_bind().execution_options(no_parameters=True)  # scripts of many statements, with % signs
    for script in queue_statements(upto="03.10.00"):
        plain.exec_driver_sql(script)


def downgrade() -> None:
    """There is nothing before this: drop the database."""
    raise NotImplementedError
