"""Statistics and start page over a million scores of one base, each beside the query that it cannot do without."""

from collections.abc import Callable

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import Database
from app.permissions import Actor
from app.services.home.member import member_home
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import list_scores
from app.services.scores.standing import Standing
from app.services.scores.window import Window
from app.services.statistics.departments import by_region
from app.services.statistics.refresh import refresh_summary
from bench.approvals import Flow
from bench.figures import Figure, at_most, in_turn, percentile, within
from tests.factories import make_class, make_employer, make_learner, make_member
from tests.statements import statements

EMPLOYERS = 100  # among whose people the scores are spread evenly
LEARNERS = 1_000  # scores of a class: one each
YEAR = 2026
TIMES = 50
MOST_STATEMENTS = 16  # of a start page

FILL = """
    INSERT INTO score (class_id, base_id, learner_id, employer_id, value, state, entered_by_id)
    SELECT (cast(:classes AS bigint[]))[1 + n / :learners], :base, people.id,
           (cast(:employers AS bigint[]))[1 + n % :employer_count], 50 + n % 50,
           CASE WHEN n % 100 < 5 THEN 'entered' WHEN n % 100 < 40 THEN 'declared' WHEN n % 100 < 95 THEN 'qualified'
                WHEN n % 100 < 99 THEN 'rejected' ELSE 'revoked' END,
           :user
      FROM generate_series(0, :rows - 1) AS n
      JOIN unnest(cast(:people AS bigint[])) WITH ORDINALITY AS people (id, place)
        ON people.place = 1 + n % :learners
"""
COUNT = """
    SELECT s.base_id, c.credit_year, u.type, count(*), sum(c.hours)
      FROM score s JOIN training_class c ON c.id = s.class_id JOIN subject u ON u.id = c.subject_id
     GROUP BY 1, 2, 3
"""
REGION = """
    SELECT o.region_code, sum(s.people), sum(s.qualified), sum(s.hours)
      FROM score_summary s JOIN organization o ON o.id = s.organization_id
     WHERE s.credit_year = %s AND s.subject_type = 'all' AND o.kind = 'employer' GROUP BY 1
"""
NEWEST = """
    SELECT s.id, c.name, u.type, l.name, p.resident_id_sealed, e.name, s.value, s.remark, s.entered_at
      FROM (SELECT id FROM score WHERE base_id = %s AND state = 'rejected' ORDER BY id DESC LIMIT 51) AS newest
      JOIN score s ON s.id = newest.id
      JOIN training_class c ON c.id = s.class_id JOIN subject u ON u.id = c.subject_id
      JOIN learner l ON l.id = s.learner_id JOIN "user" p ON p.id = l.user_id
      JOIN organization e ON e.id = s.employer_id
     ORDER BY s.id DESC
"""
UNDER_WAY = """
    SELECT w.organization_id, count(*), min(w.opened_at)
      FROM (SELECT id FROM instance
             WHERE organization_id = %s AND item_kind = 'score' AND ended_at IS NULL LIMIT 10001) AS own
      JOIN work_item w ON w.instance_id = own.id AND w.closed_at IS NULL
     GROUP BY 1
"""


def measure(flow: Flow, owner: Database, rows: int) -> list[Figure]:
    """Counting all of it anew, a page of statistics, a page of scores, and the start page of the base."""
    hr = _fill(flow, owner, rows)
    base = flow.chain.base_member
    return [
        *_counting(flow, rows),
        _beside(flow, f"statistics of a region, {rows:,} scores, p95", lambda s: by_region(s, YEAR, by=hr), REGION,
                (YEAR,)),
        _beside(flow, f"rejected scores of a base, {rows:,} scores, p95", lambda s: _rejected(s, base), NEWEST,
                (base.organization_id,), times=10.0),
        _beside(flow, f"start page of a base, {rows:,} scores, p95", lambda s: member_home(s, by=base), UNDER_WAY,
                (base.organization_id,), times=5.0),
        within("start page of a base, statements", _statements(flow, base), "statements", MOST_STATEMENTS),
    ]  # fmt: skip


def _counting(flow: Flow, rows: int) -> list[Figure]:
    """By base, by employer and by learner against the year's rules, in the time of so many plain counts."""
    ours, floor = in_turn(lambda: _refresh(flow.database), lambda: _run(flow.connection, COUNT, ()), times=3)
    return [at_most(f"statistics of {rows:,} scores counted anew", min(ours), "s", min(floor), 12.0)]


def _beside(
    flow: Flow,
    figure: str,
    page: Callable[[Session], object],
    query: str,
    values: tuple[int, ...],
    times: float = 20.0,
) -> Figure:
    ours, floor = in_turn(
        lambda: _read(flow.database, page), lambda: _run(flow.connection, query, values), times=TIMES
    )
    return at_most(figure, percentile(ours, 0.95) * 1000, "ms", percentile(floor, 0.95) * 1000, times)


def _fill(flow: Flow, owner: Database, rows: int) -> Actor:
    """Enter the scores; returns a member of the department that all of it lies beneath."""
    chain = flow.chain
    with flow.database.unit_of_work() as session:
        employers = [make_employer(session, hr=chain.hr).id for _ in range(EMPLOYERS)]
        classes = [make_class(session, base=chain.base).id for _ in range(rows // LEARNERS + 1)]
        people = [make_learner(session, employer=chain.employer).id for _ in range(LEARNERS)]
        hr = make_member(session, chain.hr)
        session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(
            text(FILL),
            {
                "classes": classes,
                "learners": LEARNERS,
                "people": people,
                "base": chain.base.id,
                "employers": employers,
                "employer_count": EMPLOYERS,
                "user": chain.base_member.user_id,
                "rows": rows,
            },
        )
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE score, training_class"))
    return hr


def _refresh(database: Database) -> None:
    with database.unit_of_work() as session:
        refresh_summary(session)


def _rejected(session: Session, by: Actor) -> object:
    return list_scores(session, ScoreFilter(standing=Standing.REJECTED), Window(), by=by)


def _read(database: Database, page: Callable[[Session], object]) -> None:
    with database.unit_of_work() as session:
        page(session)


def _run(connection: psycopg.Connection[tuple[int, ...]], query: str, values: tuple[int, ...]) -> None:
    with connection.transaction():
        connection.execute(query, values).fetchall()


def _statements(flow: Flow, by: Actor) -> int:
    with statements() as seen:
        _read(flow.database, lambda session: member_home(session, by=by))
    return len(seen)
