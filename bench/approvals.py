"""Bulk and single decisions through the services, beside the bare statements."""

import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import select

from app.database import Database
from app.permissions import Actor
from app.services.approvals import decide, start
from app.services.diagrams.library import current_version
from bench import bare
from bench.figures import Figure, at_least, at_most, in_turn, percentile, seconds
from bench.province import add_class
from models import PathNode, UserTask
from tests.factories import Chain

ROWS = 10_000
CHUNK = 2_000
SINGLES = 300
PROCESS = "score_declaration"


class Flow:
    """The same journey twice: through the services, and by bare statements on one connection."""

    def __init__(self, database: Database, chain: Chain, connection: psycopg.Connection[Any]) -> None:
        self.database, self.chain, self.connection = database, chain, connection
        self.ours(self.new_scores(1))
        with database.unit_of_work() as session:
            self.version = current_version(session, PROCESS)
            places = session.scalars(
                select(PathNode.id).where(PathNode.version_id == self.version).order_by(PathNode.id)
            ).all()
            known = select(UserTask.node_id, UserTask.id).where(UserTask.version_id == self.version)
            tasks = dict(session.execute(known).tuples().all())
        employer, hr = chain.employer.id, chain.hr.id
        self.steps = [
            bare.Step(places[0], chain.base_member.user_id, chain.base.id, tasks["employer_review"], employer),
            bare.Step(places[1], chain.employer_member.user_id, employer, tasks["hr_review"], hr),
            bare.Step(places[2], chain.hr_member.user_id, hr, None, None),
        ]

    def new_scores(self, count: int) -> list[int]:
        """Passing scores, entered and not declared."""
        with self.database.unit_of_work() as session:
            return add_class(session, self.chain, count)

    def ours(self, scores: Sequence[int], chunk: int = CHUNK) -> None:
        """Declare, employer, HR; a transaction a chunk and step."""
        for ids in chunks(scores, chunk):
            self.start(ids)
            self.decide(self.open_items(ids), self.chain.employer_member)
            self.decide(self.open_items(ids), self.chain.hr_member)

    def bare(self, scores: Sequence[int], chunk: int = CHUNK) -> None:
        """The same chunks by bare statements."""
        for ids in chunks(scores, chunk):
            bare.start(self.connection, ids, self.version, self.steps[0])
            for step in self.steps[1:]:
                bare.decide(self.connection, self.open_items(ids), step)

    def start(self, scores: Sequence[int]) -> None:
        """Declare through the service."""
        with self.database.unit_of_work() as session:
            results = start(session, PROCESS, scores, by=self.chain.base_member)
        if not all(result.ok for result in results):
            raise AssertionError(results[0])

    def decide(self, items: Sequence[int], by: Actor) -> None:
        """Approve through the service."""
        with self.database.unit_of_work() as session:
            results = decide(session, items, by=by, outcome="approve")
        if not all(result.ok for result in results):
            raise AssertionError(results[0])

    def open_items(self, scores: Sequence[int]) -> list[int]:
        """Open work items of scores: asked on the bare connection for both, so it weighs the same."""
        query = """SELECT w.id FROM instance i JOIN work_item w ON w.instance_id = i.id AND w.closed_at IS NULL
                    WHERE i.item_kind = 'score' AND i.item_id = ANY(%s) ORDER BY w.id"""
        with self.connection.transaction():
            return [row[0] for row in self.connection.execute(query, (list(scores),))]


def chunks(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Runs of at most `size` ids."""
    for begin in range(0, len(ids), size):
        yield ids[begin : begin + size]


def measure(flow: Flow) -> list[Figure]:
    """Bulk throughput, and the time of one interactive decision."""
    return [_bulk(flow), _single(flow)]


def _bulk(flow: Flow) -> Figure:
    work = iter([flow.new_scores(ROWS) for _ in range(8)])
    ours, floor = in_turn(lambda: flow.ours(next(work)), lambda: flow.bare(next(work)), times=3)
    return at_least(
        "full instances in bulk",
        ROWS / statistics.median(ours),
        "instances/s",
        ROWS / statistics.median(floor),
        0.6,
    )


def _single(flow: Flow) -> Figure:
    """The employer's approval of one row, transaction included; the items are opened before."""
    ours, floor = [], []
    scores = flow.new_scores(2 * SINGLES)
    flow.start(scores)
    items = flow.open_items(scores)
    for mine, other in zip(items[:SINGLES], items[SINGLES:], strict=True):
        ours.append(seconds(partial(flow.decide, [mine], flow.chain.employer_member)))
        floor.append(seconds(partial(bare.decide, flow.connection, [other], flow.steps[1])))
    p50 = percentile(ours, 0.5) * 1000
    return at_most("one interactive decision, p50", p50, "ms", percentile(floor, 0.5) * 1000, 2.0)
