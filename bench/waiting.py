"""Open work by the million, spread over 3,000 organisations: one large, one with three rows, the rest ordinary."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import Database
from app.permissions import Actor
from app.sealing import sealer
from bench.approvals import Flow
from models import Level, Organization
from tests.factories import make_base, make_class, make_employer, make_hr, make_member, make_region, nth_resident_id

REVIEWERS = 3_000
CLASSES = 60  # groups that the large one sees: more than a page
REGIONS = 10
SUBMITTERS = 50
DAYS = 60
SHARE = 100  # every hundredth row is the large one's

FILL = """
    WITH fresh AS (
        INSERT INTO instance (version_id, path_node_id, item_kind, item_id, group_id, organization_id,
                              started_by_id, started_at, event_count)
        SELECT :version, :place, 'score', -n, (cast(:classes AS bigint[]))[1 + n / :share % :class_count],
               (cast(:submitters AS bigint[]))[1 + abs(hashint8(n) % :submitter_count)],
               :user, now() - :days * interval '1 day', 1
          FROM generate_series(cast(:first AS bigint), cast(:last AS bigint)) AS n
        RETURNING id, group_id, -item_id AS n)
    INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id, opened_at, due_at)
    SELECT id, :task,
           CASE WHEN n % :share = 0 THEN :large
                ELSE (cast(:reviewers AS bigint[]))[1 + n % :reviewer_count] END,
           group_id,
           now() - abs(hashint8(n + 1) % :days) * interval '1 day',
           CASE WHEN hashint8(n + 2) % 4 = 0
                THEN now() + (abs(hashint8(n + 3) % 40) - 9) * interval '1 day' END
      FROM fresh
"""

SCORES = """
    WITH theirs AS (
        SELECT i.id, i.group_id, row_number() OVER (PARTITION BY i.group_id ORDER BY i.id) AS place
          FROM work_item w JOIN instance i ON i.id = w.instance_id
         WHERE w.organization_id = :large AND w.closed_at IS NULL),
    people AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM learner),
    scored AS (
        INSERT INTO score (class_id, base_id, learner_id, employer_id, value, state, entered_by_id)
        SELECT c.id, c.base_id, p.id, :large, 85, 'declared', :user
          FROM theirs t JOIN people p USING (place) JOIN training_class c ON c.id = t.group_id
        RETURNING id, class_id, learner_id)
    UPDATE instance SET item_id = scored.id
      FROM theirs t JOIN people p USING (place)
      JOIN scored ON scored.class_id = t.group_id AND scored.learner_id = p.id
     WHERE instance.id = t.id
"""

DECIDED = """
    INSERT INTO instance_event (instance_id, seq, kind, revision, user_id, organization_id, path_node_id, outcome,
                                hash)
    SELECT i.id, 99, 2, 1, :reviewer, :large, i.path_node_id, 'approve', '\\x00'
      FROM instance i WHERE i.organization_id = :submitter ORDER BY i.id LIMIT 5000
"""


@dataclass(frozen=True)
class Waiting:
    """Reviewers by the size of their inboxes, and a region and a submitter to filter by."""

    large: Actor
    ordinary: Actor
    few: Actor
    class_id: int
    region: str
    submitter: Organization


def fill(flow: Flow, owner: Database, rows: int) -> Waiting:
    """Rows for all of them; by the million, so a transaction each."""
    with flow.database.unit_of_work() as session:
        bases = _submitters(session)
        large, few = (make_employer(session, hr=flow.chain.hr) for _ in range(2))
        others = [make_employer(session, hr=flow.chain.hr) for _ in range(REVIEWERS - 2)]
        classes = [make_class(session, base=flow.chain.base).id for _ in range(CLASSES)]
        large_by, few_by, ordinary = (make_member(session, one) for one in (large, few, others[0]))
    values: dict[str, Any] = {
        "version": flow.version,
        "place": flow.steps[0].place,
        "task": flow.steps[0].task,
        "user": flow.chain.base_member.user_id,
        "classes": classes,
        "class_count": len(classes),
        "submitters": [one.id for one in bases],
        "submitter_count": len(bases),
        "days": DAYS,
    }
    spread = {"share": SHARE, "large": large.id, "reviewers": [one.id for one in others]}
    for first in range(1, rows + 1, 1_000_000):
        last = min(first + 999_999, rows)
        _run(flow, FILL, values | spread | {"reviewer_count": len(others), "first": first, "last": last})
    alone = {"share": 1, "large": few.id, "reviewers": [few.id], "reviewer_count": 1}
    _run(flow, FILL, values | alone | {"first": rows + 1, "last": rows + 3})
    _run(flow, SCORES, {"large": large.id, "user": flow.chain.base_member.user_id})
    _run(flow, 'UPDATE "user" SET resident_id_sealed = :sealed', {"sealed": sealer().seal(nth_resident_id(1))})
    _run(flow, DECIDED, {"large": large.id, "reviewer": large_by.user_id, "submitter": bases[0].id})
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE instance, work_item, instance_event, score, organization"))
    return Waiting(large_by, ordinary, few_by, classes[0], bases[0].region_code, bases[0])


def _submitters(session: Session) -> list[Organization]:
    """Bases of ten counties."""
    counties = [make_region(session, level=Level.COUNTY) for _ in range(REGIONS)]
    departments = [make_hr(session, region=county) for county in counties]
    return [make_base(session, hr=departments[number % REGIONS]) for number in range(SUBMITTERS)]


def _run(flow: Flow, sql: str, values: dict[str, Any]) -> None:
    with flow.database.unit_of_work() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text(sql), values)
