"""Bytes that a finished instance with its two decisions leaves behind."""

from sqlalchemy import text

from app.database import Database
from bench.approvals import ROWS, Flow
from bench.figures import Figure, within

TABLES = ("instance", "work_item", "instance_event", "notification")
ROUNDS = 3


def measure(flow: Flow, owner: Database) -> Figure:
    """What `ROUNDS` more rounds add to tables and indexes, vacuumed after each as autovacuum would."""
    flow.ours(flow.new_scores(ROWS))
    before = _bytes(owner)
    for _ in range(ROUNDS):
        flow.ours(flow.new_scores(ROWS))
        after = _bytes(owner)
    return within("bytes per finished instance", (after - before) / (ROUNDS * ROWS), "bytes", 1536)


def _bytes(owner: Database) -> int:
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {', '.join(TABLES)}"))
        sizes = [connection.scalar(text("SELECT pg_total_relation_size(:t)"), {"t": table}) for table in TABLES]
    return sum(sizes)
