"""Measure everything; BENCH_ROWS sets the big table (default 1,000,000)."""

import os
import sys
import tempfile

os.environ.setdefault("APP_ENV", "test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="jixu-bench-data-"))

import psycopg
from sqlalchemy.engine import make_url

from app.database import Database, connect
from app.runtime.embedded import Urls
from bench import approvals, checking, editor, engine, imports, inbox, limits, migrating, scores, storage, web
from bench.figures import Figure, show
from bench.province import add_learners, begin, database


def main() -> int:
    """Run all measurements; the exit code tells whether every figure reaches its promise."""
    figures = [*engine.measure(), checking.measure()]
    with database() as (program, urls):
        figures += editor.measure(program, urls)
    with database() as (program, urls):
        figures += _on_database(program, urls)
    return 0 if show(figures) else 1


def _on_database(program: Database, urls: Urls) -> list[Figure]:
    with program.unit_of_work() as session:
        chain = begin(session)
        add_learners(session, chain, approvals.ROWS)
    conninfo = make_url(urls.application).set(drivername="postgresql").render_as_string(hide_password=False)
    owner = Database(connect(urls.owner, pool_size=1))
    with psycopg.connect(conninfo, autocommit=True, options="-c timezone=Asia/Shanghai") as connection:
        flow = approvals.Flow(program, chain, connection)
        figures = [
            *approvals.measure(flow),
            web.measure(flow),
            imports.measure(program, chain),
            storage.measure(flow, owner),
            *limits.measure(flow, owner),
        ]
        rows = int(os.environ.get("BENCH_ROWS", "1000000"))
        figures += [
            *inbox.measure(flow, owner, rows),
            *scores.measure(flow, owner, rows),
            *migrating.measure(flow, owner, rows),
        ]
    owner.engine.dispose()
    return figures


if __name__ == "__main__":
    sys.exit(main())
