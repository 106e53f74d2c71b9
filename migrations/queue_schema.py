"""The schema of the job queue, brought along by our own revisions.

Procrastinate ships its schema as one SQL file a change, named by the version it came with. A revision applies
those of a span of versions, so it does the same whichever newer version is installed.
"""

from pathlib import Path

from procrastinate.schema import SchemaManager


def queue_statements(*, after: str = "", upto: str) -> list[str]:
    """Return the SQL scripts of Procrastinate's versions above `after` up to `upto` (`03.10.00`), in order."""
    scripts = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [script.read_text() for script in scripts if after < script.name[:8] <= upto]
