"""/healthz: 200 only when all that a request or a job needs is there."""

import pytest
from sqlalchemy import text

from app import create_app
from app.database import Database, connect

HEARTBEAT = text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :age))")


@pytest.mark.parametrize(
    ("age_of_heartbeat", "status", "worker"),
    [
        pytest.param(0, 200, True, id="a worker that has just spoken"),
        pytest.param(50, 200, True, id="a worker that spoke a moment ago"),
        pytest.param(70, 503, False, id="a worker that fell silent"),
        pytest.param(None, 503, False, id="no worker at all"),
    ],
)
def test_health_needs_a_live_worker(
    database: Database, age_of_heartbeat: int | None, status: int, worker: bool
) -> None:
    if age_of_heartbeat is not None:
        with database.unit_of_work() as session:
            session.execute(HEARTBEAT, {"age": age_of_heartbeat})

    response = create_app(database=database).test_client().get("/healthz")

    assert (response.status_code, response.json) == (status, {"database": True, "worker": worker})


def test_health_says_that_the_database_is_gone() -> None:
    nowhere = Database(connect("postgresql://nobody@/nothing?host=/nonexistent"))

    response = create_app(database=nowhere).test_client().get("/healthz")

    assert (response.status_code, response.json) == (503, {"database": False, "worker": False})
