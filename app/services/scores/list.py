"""Lists of a base's scores: what was entered, where each is now, and who has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, lateral, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.permissions import Actor, Permission
from app.sealing import sealer
from app.services.calendar.deadline import Limited
from app.services.guard import require
from app.services.instances.words import Word
from app.services.scores.filter import ScoreFilter, classes_meant, conditions
from app.services.scores.standing import word_of
from app.services.scores.window import Slice, Window
from app.services.waiting import days_since
from models import (
    Instance,
    ItemKind,
    Learner,
    Organization,
    Score,
    ScoreState,
    Subject,
    SubjectType,
    TrainingClass,
    User,
    UserTask,
    WorkItem,
)

IDS = ARRAY(BigInteger)


@dataclass(frozen=True)
class ScoreRow(Limited):
    """A score as its base sees it; `holder` is who has to act on it now."""

    id: int
    class_id: int
    class_name: str
    subject_type: SubjectType
    hours: Decimal
    pass_mark: Decimal
    training_year: int
    credit_year: int
    learner_name: str
    masked_id: str
    employer_name: str
    value: Decimal
    remark: str
    state: ScoreState
    entered_at: datetime
    instance_id: int | None
    is_touched: bool | None
    work_item_id: int | None
    party: str | None
    holder: str | None
    waiting_days: int | None
    due_at: datetime | None

    @property
    def word(self) -> Word:
        """State or place, with the tone that a page gives it."""
        return word_of(self.state, self.value, self.pass_mark, self.party)

    @property
    def is_failing(self) -> bool:
        """Whether it is below the pass mark of its class."""
        return self.value < self.pass_mark

    @property
    def is_changeable(self) -> bool:
        """Whether it may be edited and deleted: not declared."""
        return self.state is ScoreState.ENTERED

    @property
    def is_declarable(self) -> bool:
        """Whether it may be declared."""
        return self.is_changeable and not self.is_failing

    @property
    def is_returned(self) -> bool:
        """Whether it is back with the base, to be corrected."""
        return self.party == "base"

    @property
    def is_withdrawable(self) -> bool:
        """Whether nobody has decided on it yet; the verb checks again."""
        return self.state is ScoreState.DECLARED and not self.is_touched


def list_scores(session: Session, asked: ScoreFilter, window: Window, *, by: Actor) -> Slice[ScoreRow]:
    """One page of the base's scores that the filter means, newest first; two statements at most."""
    require(by, Permission.SCORE_VIEW)
    page = _page_of(asked, classes_meant(session, asked, by=by), window, by=by)
    order = Score.id.asc() if window.before is not None else Score.id.desc()
    rows = session.execute(_shown(page).order_by(order)).all()
    return window.slice_of([_row(row) for row in rows])


def find_scores(session: Session, score_ids: Sequence[int], *, by: Actor) -> list[ScoreRow]:
    """These scores of the base, newest first; ids that are not there are left out."""
    require(by, Permission.SCORE_VIEW)
    own = select(Score.id).where(Score.id == func.any(list(score_ids)), Score.base_id == by.organization_id)
    return [_row(row) for row in session.execute(_shown(own).order_by(Score.id.desc()))]


def _page_of(asked: ScoreFilter, class_ids: Sequence[int] | None, window: Window, *, by: Actor) -> Select[int]:
    """Whoever is looked for by name has few scores, so these come first and not the classes."""
    if class_ids is None or asked.text:
        return _ids(conditions(asked, class_ids, by=by), window)
    return _ids_in_classes(class_ids, conditions(asked, None, by=by), window)


def _ids(found: Sequence[ColumnElement[bool]], window: Window) -> Select[int]:
    return window.over(select(Score.id).where(*found), Score.id)


def _ids_in_classes(class_ids: Sequence[int], found: Sequence[ColumnElement[bool]], window: Window) -> Select[int]:
    """The newest of each class by its own index, then the newest of those: old years cost what new ones do."""
    each = func.unnest(literal(list(class_ids), IDS)).table_valued("id").render_derived()
    newest = lateral(window.over(select(Score.id).where(Score.class_id == each.c.id, *found), Score.id))
    order = newest.c.id.asc() if window.before is not None else newest.c.id.desc()
    return select(newest.c.id).select_from(each).join(newest, true()).order_by(order).limit(window.limit + 1)


def _shown(page: Select[int]) -> Select[*tuple[Any, ...]]:
    chosen = page.subquery("page")
    last = _last_instance()
    instance = aliased(Instance, last)
    work = _open_work(instance)
    holder, employer = aliased(Organization), aliased(Organization)
    return (
        select(
            Score.id,
            Score.class_id,
            TrainingClass.name.label("class_name"),
            Subject.type.label("subject_type"),
            TrainingClass.hours,
            TrainingClass.pass_mark,
            TrainingClass.training_year,
            TrainingClass.credit_year,
            Learner.name.label("learner_name"),
            User.resident_id_sealed,
            employer.name.label("employer_name"),
            Score.value,
            Score.remark,
            Score.state,
            Score.entered_at,
            instance.id.label("instance_id"),
            instance.is_touched,
            work.c.id.label("work_item_id"),
            work.c.party,
            holder.name.label("holder"),
            work.c.waiting_days,
            work.c.due_at,
        )
        .join(chosen, chosen.c.id == Score.id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .join(Learner, Learner.id == Score.learner_id)
        .join(User, User.id == Learner.user_id)
        .join(employer, employer.id == func.coalesce(Score.employer_id, Learner.employer_id))
        .outerjoin(last, true())
        .outerjoin(work, true())
        .outerjoin(holder, holder.id == work.c.organization_id)
    )


def _last_instance() -> Any:
    """The newest instance of the score: where it is now, or how it came to where it is."""
    query = select(Instance).where(Instance.item_id == Score.id, Instance.item_kind == ItemKind.SCORE)
    return lateral(query.order_by(Instance.id.desc()).limit(1), "last_instance")


def _open_work(instance: Any) -> Any:
    query = (
        select(
            WorkItem.id,
            WorkItem.organization_id,
            UserTask.party,
            days_since(WorkItem.opened_at).label("waiting_days"),
            WorkItem.due_at,
        )
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(WorkItem.instance_id == instance.id, WorkItem.closed_at.is_(None))
    )
    return lateral(query.order_by(WorkItem.id).limit(1), "open_work")


def _row(row: Any) -> ScoreRow:
    facts = dict(row._mapping)
    return ScoreRow(masked_id=resident_id.mask(sealer().unseal(facts.pop("resident_id_sealed"))), **facts)
