"""Measure everything; BENCH_ROWS sets the big table (default 1,000,000)."""

import os
import sys
import tempfile

os.environ.setdefault("APP_ENV", "test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="jixu-bench-data-"))

import psycopg
from sqlalchemy.engine import make_url

from bench import approvals
from bench.figures import Figure, show
from bench.province import add_learners, begin, database


def main() -> int:
    """Run all measurements; the exit code tells whether every figure reaches its promise."""
    figures: list[Figure] = []
    with database() as (program, urls):
        with program.unit_of_work() as session:
            chain = begin(session)
            add_learners(session, chain, approvals.ROWS)
        conninfo = make_url(urls.application).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(conninfo, autocommit=True, options="-c timezone=Asia/Shanghai") as connection:
            flow = approvals.Flow(program, chain, connection)
            figures += approvals.measure(flow)
    return 0 if show(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
