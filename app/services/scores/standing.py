"""Where a score stands, in the words that a base knows: its state, and while it is reviewed, its place."""

import enum
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from app.permissions import Actor
from app.services.instances.words import PLACES, Word, word
from models import Instance, ItemKind, Score, ScoreState, TrainingClass, UserTask, WorkItem


class Standing(enum.StrEnum):
    """What the lists filter by."""

    ENTERED = "entered"
    FAILING = "failing"
    EMPLOYER = "employer"
    HR = "hr"
    RETURNED = "returned"
    QUALIFIED = "qualified"
    REJECTED = "rejected"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        """The standing as users know it."""
        return WORDS[self].text

    @property
    def tone(self) -> str:
        """How a page shows it."""
        return WORDS[self].tone


WORDS = {
    Standing.ENTERED: Word("待申报", "neutral"),
    Standing.FAILING: Word("未达合格线", "danger"),
    Standing.EMPLOYER: PLACES["employer"],
    Standing.HR: PLACES["hr"],
    Standing.RETURNED: PLACES["base"],
    Standing.QUALIFIED: Word("合格", "success"),
    Standing.REJECTED: Word("不予通过", "danger"),
    Standing.REVOKED: Word("审验不通过", "danger"),
}
UNDER_REVIEW = Word("审核中", "info")


def word_of(state: ScoreState, value: Decimal, pass_mark: Decimal, party: str | None) -> Word:
    """The word for a score; `party` is that of its open work item, if it has one."""
    if state is ScoreState.ENTERED:
        return WORDS[Standing.FAILING if value < pass_mark else Standing.ENTERED]
    if state is ScoreState.DECLARED:
        return word(PLACES, party) if party else UNDER_REVIEW
    return WORDS[Standing(state.value)]


def stands_at(standing: Standing, by: Actor) -> ColumnElement[bool]:
    """The condition on Score for a filter by `standing`."""
    condition: ColumnElement[bool] = _CONDITIONS[standing](by)
    return condition


def is_declarable() -> ColumnElement[bool]:
    """Entered and not below the pass mark of its class."""
    return and_(Score.state == ScoreState.ENTERED, Score.value >= _pass_mark())


def is_open_at(party: str) -> ColumnElement[bool]:
    """The score has an open work item of this party."""
    query = (
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(
            Instance.item_id == Score.id,
            Instance.item_kind == ItemKind.SCORE,
            Instance.ended_at.is_(None),
            WorkItem.closed_at.is_(None),
            UserTask.party == party,
        )
    )
    return exists(query)


def _pass_mark() -> Any:
    query = select(TrainingClass.pass_mark).where(TrainingClass.id == Score.class_id)
    return query.correlate(Score).scalar_subquery()


def _returned(by: Actor) -> ColumnElement[bool]:
    """From the base's own inbox, which holds returned scores and nothing else: a few rows, by index."""
    back = (
        select(Instance.item_id)
        .join(WorkItem, WorkItem.instance_id == Instance.id)
        .where(
            WorkItem.organization_id == by.organization_id,
            WorkItem.closed_at.is_(None),
            Instance.item_kind == ItemKind.SCORE,
        )
    )
    return Score.id.in_(back)


def _at(party: str) -> Any:
    return lambda by: and_(Score.state == ScoreState.DECLARED, is_open_at(party))


_CONDITIONS: dict[Standing, Any] = {
    Standing.ENTERED: lambda by: is_declarable(),
    Standing.FAILING: lambda by: and_(Score.state == ScoreState.ENTERED, Score.value < _pass_mark()),
    Standing.EMPLOYER: _at("employer"),
    Standing.HR: _at("hr"),
    Standing.RETURNED: _returned,
    Standing.QUALIFIED: lambda by: Score.state == ScoreState.QUALIFIED,
    Standing.REJECTED: lambda by: Score.state == ScoreState.REJECTED,
    Standing.REVOKED: lambda by: Score.state == ScoreState.REVOKED,
}
