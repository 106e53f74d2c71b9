"""Moving a million instances to another version, and a draft tried on a million finished ones."""

import statistics
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import Database
from app.permissions import Actor
from app.services.approvals.places import follow
from app.services.diagrams.library import definition
from app.services.migrating import make_plan, migrate, preview, run_chunk
from bench.approvals import PROCESS, Flow
from bench.figures import Figure, at_most, in_turn, seconds
from models import OrganizationKind
from tests.factories import make_member, make_office
from tests.redrawing import line, release
from workflows.engine import Event, Projection, compile_bundle

PLACES = 50  # path nodes over which the rows are spread evenly
ROUND = (("employer_review", "approve"), ("hr_review", "return"), ("revise", "resubmit"))
TIMES = 3

FILL = """
    INSERT INTO instance (version_id, path_node_id, item_kind, item_id, group_id, organization_id, started_by_id,
                          event_count, ended, ended_at)
    SELECT :version, (cast(:places AS bigint[]))[1 + n % :count], 'score', -1000000000 - n, 1, :base, :user, 1,
           :ended, CASE WHEN cast(:ended AS text) IS NULL THEN NULL ELSE now() END
      FROM generate_series(1, :rows) AS n
"""
BARE = """
    UPDATE instance SET version_id = :version, path_node_id = way.after
      FROM unnest(cast(:before AS bigint[]), cast(:after AS bigint[])) AS way (before, after)
     WHERE instance.path_node_id = way.before AND instance.ended_at IS NULL
"""
PATHS = """
    SELECT path_node_id, count(*) FROM instance
     WHERE item_kind = 'score' AND ended_at IS NOT NULL GROUP BY path_node_id
"""


def measure(flow: Flow, owner: Database, rows: int) -> list[Figure]:
    """The migration beside one bare UPDATE of the same rows, the preview beside one GROUP BY over their paths."""
    with flow.database.unit_of_work() as session:
        admin = make_member(session, make_office(session, OrganizationKind.SYSTEM))
        old, new = (
            release(session, line("employer_review", "hr_review", *more)) for more in ((), ("city_review",))
        )
        before, after = (_places(session, version) for version in (old, new))
        ends = [_end(session, old, place, number) for number, place in enumerate(before)]
        _fill(session, flow, old, before, None, rows)
    _vacuum(owner)
    return [
        _migration(flow, owner, admin, (old, before), (new, after), rows),
        _preview(flow, owner, admin, old, ends, rows),
    ]


def _migration(
    flow: Flow,
    owner: Database,
    admin: Actor,
    old: tuple[int, Sequence[int]],
    new: tuple[int, Sequence[int]],
    rows: int,
) -> Figure:
    """Plan included. Each round begins with the rows on the old version and a vacuumed table."""
    ours, floor = [], []
    for _ in range(TIMES):
        ours.append(seconds(lambda: _migrate(flow, admin, new[0], rows)))
        _bare(flow, new, old)
        _vacuum(owner)
        floor.append(seconds(lambda: _bare(flow, old, new)))
        _bare(flow, new, old)
        _vacuum(owner)
    name = f"migrate {rows:,} instances over {PLACES} path nodes"
    return at_most(name, statistics.median(ours), "s", statistics.median(floor), 2.0)


def _preview(flow: Flow, owner: Database, admin: Actor, version: int, ends: Sequence[int], rows: int) -> Figure:
    with flow.database.unit_of_work() as session:
        session.execute(text("DELETE FROM instance WHERE item_id < -1000000000 AND NOT EXISTS (SELECT 1 FROM"
                             " instance_event e WHERE e.instance_id = instance.id)"))  # fmt: skip
        _fill(session, flow, version, ends, "approved", rows)
    _vacuum(owner)
    draft = compile_bundle(line("employer_review", "city_review", "hr_review"))

    def ours() -> None:
        with flow.database.unit_of_work() as session:
            preview(session, PROCESS, draft, by=admin, finished_last=2 * rows)

    def floor() -> None:
        with flow.database.unit_of_work() as session:
            session.execute(text(PATHS)).all()

    taken, bare = in_turn(ours, floor, times=5)
    name = f"preview of a draft on {rows:,} finished instances"
    return at_most(name, statistics.median(taken), "s", statistics.median(bare), 3.0)


def _migrate(flow: Flow, admin: Actor, version: int, rows: int) -> None:
    with flow.database.unit_of_work() as session:
        migration = migrate(session, make_plan(session, PROCESS, version, by=admin), {}, by=admin, inline_rows=-1)
        migration_id = migration.id
    finished = False
    while not finished:
        with flow.database.unit_of_work() as session:
            finished = run_chunk(session, migration_id)
    if migration.total < rows:
        raise AssertionError(migration.total)


def _bare(flow: Flow, source: tuple[int, Sequence[int]], target: tuple[int, Sequence[int]]) -> None:
    with flow.database.unit_of_work() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        values = {"version": target[0], "before": list(source[1]), "after": list(target[1])}
        session.execute(text(BARE), values)


def _places(session: Session, version_id: int) -> list[int]:
    """The first places of a path that is returned and submitted again and again."""
    nothing: Projection = definition(session, version_id).project({})
    places = [follow(session, version_id, None, Event.started(nothing)).id]
    while len(places) < PLACES:
        step, outcome = ROUND[(len(places) - 1) % 3]
        key = f"{step}#{(len(places) - 1) // 3 + 1}"
        places.append(follow(session, version_id, places[-1], Event.completed(key, outcome, nothing)).id)
    return places


def _end(session: Session, version_id: int, place: int, number: int) -> int:
    """From a place the shortest way to the end."""
    nothing = definition(session, version_id).project({})
    turn, done = number // 3 + 1, number % 3
    steps = [("employer_review", "approve", turn), ("hr_review", "approve", turn)][done:]
    if done == 2:
        steps = [("revise", "resubmit", turn), ("employer_review", "approve", turn + 1),
                 ("hr_review", "approve", turn + 1)]  # fmt: skip
    for step, outcome, occurrence in steps:
        event = Event.completed(f"{step}#{occurrence}", outcome, nothing)
        place = follow(session, version_id, place, event).id
    return place


def _fill(session: Session, flow: Flow, version: int, places: Sequence[int], ended: str | None, rows: int) -> None:
    session.execute(text("SET LOCAL statement_timeout = 0"))
    values = {"version": version, "places": list(places), "count": len(places), "ended": ended, "rows": rows}
    values |= {"base": flow.chain.base.id, "user": flow.chain.base_member.user_id}
    session.execute(text(FILL), values)


def _vacuum(owner: Database) -> None:
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE instance, instance_event"))
