"""Take the entered scores as far as their fates say, through the same services that people use."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.approvals import Result
from app.services.approvals.decide import decide_as
from app.services.approvals.history import Act, write_comment
from app.services.approvals.resubmit import RESUBMIT, resubmit_as
from app.services.approvals.start import start_as
from app.services.demo.comments import COMMENTS, CORRECTION
from app.services.demo.fates import DECISIONS, Fate
from app.services.demo.scores import Planned
from models import EventKind, Instance, ItemKind, Score, WorkItem

CHUNK = 2_000
REVIEWERS = ("employer", "hr")
CORRECTED_BY = Decimal("0.5")
Report = Callable[[int], None]
Key = TypeVar("Key")


class DemoFailed(RuntimeError):
    """A service refused what the demo had planned."""


class Flow:
    """Declares, decides and resubmits for everybody in the demo."""

    def __init__(self, session: Session, clerks: Mapping[int, int], chance: Random, report: Report) -> None:
        """`clerks` gives the membership that acts for an organisation; `report` is told of rows done."""
        self._session = session
        self._clerks = clerks
        self._chance = chance
        self._report = report
        self._actors: dict[int, Actor] = {}

    def run(self, scores: Sequence[Planned]) -> None:
        """Take each score to its fate. Raises DemoFailed when a service refuses one."""
        declared = [score for score in scores if score.fate in DECISIONS]
        self._declare(declared)
        for step, party in enumerate(REVIEWERS):
            self._review(party, step, declared)
        self._resubmit([score for score in declared if score.fate is Fate.RESUBMITTED])

    def _declare(self, scores: Sequence[Planned]) -> None:
        for (base_id, at), ids in _grouped(((score.base.id, score.moments[0]), score.id) for score in scores):
            act = Act(EventKind.STARTED, self._actor(base_id), at=at)
            for chunk in _chunks(ids):
                self._check(start_as(self._session, "score_declaration", chunk, act))

    def _review(self, party: str, step: int, scores: Sequence[Planned]) -> None:
        decided = [score for score in scores if len(DECISIONS[score.fate]) > step]
        work_items = self._open_work([score.id for score in decided])
        planned = (
            (
                (_reviewer(party, score), DECISIONS[score.fate][step], score.moments[1 + step]),
                work_items[score.id],
            )
            for score in decided
        )
        for (organization_id, outcome, at), ids in _grouped(planned):
            by = self._actor(organization_id)
            comment_id = write_comment(self._session, self._chance.choice(COMMENTS[party, outcome]), by=by)
            act = Act(EventKind.DECIDED, by, outcome, comment_id, at=at)
            for chunk in _chunks(ids):
                self._check(decide_as(self._session, chunk, act))

    def _resubmit(self, scores: Sequence[Planned]) -> None:
        """Correct the returned scores and submit them again."""
        work_items = self._open_work([score.id for score in scores])
        self._session.execute(
            update(Score)
            .where(Score.id == func.any(list(work_items)), Score.value <= 100 - CORRECTED_BY)
            .values(value=Score.value + CORRECTED_BY)
            .execution_options(synchronize_session=False)
        )
        planned = (((score.base.id, score.moments[-1]), work_items[score.id]) for score in scores)
        for (base_id, at), ids in _grouped(planned):
            by = self._actor(base_id)
            comment_id = write_comment(self._session, CORRECTION, by=by)
            self._check(
                resubmit_as(self._session, ids, Act(EventKind.RESUBMITTED, by, RESUBMIT, comment_id, at=at))
            )

    def _open_work(self, score_ids: Sequence[int]) -> dict[int, int]:
        """Return the open work item of each score."""
        rows = self._session.execute(
            select(Instance.item_id, WorkItem.id)
            .join(WorkItem, WorkItem.instance_id == Instance.id)
            .where(
                Instance.item_kind == ItemKind.SCORE,
                Instance.item_id == func.any(list(score_ids)),
                WorkItem.closed_at.is_(None),
            )
        )
        return {row.item_id: row.id for row in rows}

    def _actor(self, organization_id: int) -> Actor:
        if organization_id not in self._actors:
            actor = load_actor(self._session, membership_id=self._clerks[organization_id])
            if actor is None:
                raise DemoFailed(f"organization {organization_id} has nobody to act for it")
            self._actors[organization_id] = actor
        return self._actors[organization_id]

    def _check(self, results: Sequence[Result]) -> None:
        refused = next((result for result in results if not result.ok), None)
        if refused:
            raise DemoFailed(f"{refused.id}: {refused.refusal}")
        self._report(len(results))


def steps_of(scores: Sequence[Planned]) -> int:
    """Return how many rows `Flow.run` will report: one for each declaration, decision and resubmission."""
    declared = [score.fate for score in scores if score.fate in DECISIONS]
    return sum(1 + len(DECISIONS[fate]) + (fate is Fate.RESUBMITTED) for fate in declared)


def _reviewer(party: str, score: Planned) -> int:
    if party == "employer":
        return score.employer.id
    if score.employer.hr is None:
        raise DemoFailed(f"{score.employer.name} has no HR department")
    return score.employer.hr.id


def _grouped(pairs: Iterator[tuple[Key, int]]) -> Iterator[tuple[Key, list[int]]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for key, id_ in pairs:
        groups[key].append(id_)
    yield from groups.items()


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), CHUNK):
        yield ids[first : first + CHUNK]
