"""A score on its way: base -> the learner's employer -> that employer's HR department.

The employer is the one the learner had when the score was declared; it is frozen on the row.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Select, Text, bindparam, cast, func, literal, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.departments import add_hr
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import (
    ItemKind,
    Learner,
    Organization,
    Region,
    Score,
    ScoreState,
    Subject,
    TrainingClass,
    YearRule,
)


class AlreadyDeclared(Refusal):
    """该成绩当前为“{state}”，不能再次申报。"""


class FailingScore(Refusal):
    """成绩{value}分未达到合格线{pass_mark}分，不能申报。"""


class OutsideDeclarationWindow(Refusal):
    """{year}年度成绩的申报期为{opens}至{closes}，今天（{today}）不在申报期内，不能申报。"""


class EmployerDisabled(Refusal):
    """学员所在单位“{employer}”已停用，成绩无人审核，不能申报。请学员先办理单位调转。"""


class ScoreItem:
    """The item of `score_declaration`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE
    process_id: ClassVar[str] = "score_declaration"
    submitter_party: ClassVar[str] = "base"
    start_permission: ClassVar[Permission] = Permission.SCORE_DECLARE
    variables: ClassVar[Mapping[str, type]] = {
        "score": Decimal,
        "hours": Decimal,
        "subject_type": str,
        "training_year": int,
        "credit_year": int,
        "base_level": str,
        "employer_level": str,
    }
    parties: ClassVar[frozenset[str]] = frozenset({"base", "employer", "hr"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected", "abandoned"})
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the scores; only entered and passing ones of the actor's base may be declared."""
        windows = _windows(session, by)
        rows = session.execute(
            select(
                Score.id,
                Score.base_id,
                Score.state,
                Score.value,
                TrainingClass.pass_mark,
                TrainingClass.credit_year,
                Organization.name.label("employer"),
                Organization.is_enabled,
            )
            .join(TrainingClass, TrainingClass.id == Score.class_id)
            .join(Learner, Learner.id == Score.learner_id)
            .join(Organization, Organization.id == Learner.employer_id)
            .where(Score.id == func.any(list(item_ids)))
            .order_by(Score.id)
            .with_for_update(of=Score)
        )
        return [Candidate(row.id, _why_not(row, by) or windows.get(row.credit_year)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """The learner's own scores."""
        return select(Score.id).where(Score.learner_id == by.learner_id) if by.is_learner else None

    def instance_columns(self) -> Select[int, int, int]:
        """The base submits; inboxes fold by training class."""
        return select(
            Score.id.label("item_id"), Score.base_id.label("organization_id"), Score.class_id.label("group_id")
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the reviewer sees and what conditions may read."""
        base, employer = aliased(Organization), aliased(Organization)
        content = func.jsonb_build_object(
            literal("value"), cast(Score.value, Text), literal("remark"), Score.remark
        )
        variables = func.jsonb_build_object(
            *_pairs(
                score=cast(Score.value, Text),
                hours=cast(TrainingClass.hours, Text),
                subject_type=Subject.type,
                training_year=TrainingClass.training_year,
                credit_year=TrainingClass.credit_year,
                base_level=base.level,
                employer_level=employer.level,
            )
        )
        return (
            select(Score.id.label("item_id"), content.label("content"), variables.label("variables"))
            .join(TrainingClass, TrainingClass.id == Score.class_id)
            .join(Subject, Subject.id == TrainingClass.subject_id)
            .join(base, base.id == Score.base_id)
            .join(employer, employer.id == Score.employer_id)
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The parties of a score: base, employer, hr (of the employer; `level` climbs the tree)."""
        if party not in PARTIES:
            raise UnknownParty(party)
        return PARTIES[party](level)

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """Freeze the learner's present employer on the row."""
        session.execute(
            update(Score)
            .where(Score.id == func.any(list(item_ids)), Learner.id == Score.learner_id)
            .values(state=ScoreState.DECLARED, employer_id=Learner.employer_id)
            .execution_options(synchronize_session=False)
        )

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Approved: 合格, the hours count. Rejected: 不予通过, final. Abandoned: as if never declared."""
        if ended == "abandoned":
            self.apply_withdrawal(session, item_ids)
        else:
            _set_state(session, item_ids, STATE_AT_END[ended])

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Back to 待申报; the employer is frozen anew when it is declared again."""
        session.execute(
            update(Score)
            .where(Score.id == func.any(list(item_ids)))
            .values(state=ScoreState.ENTERED, employer_id=None)
            .execution_options(synchronize_session=False)
        )


STATE_AT_END = {"approved": ScoreState.QUALIFIED, "rejected": ScoreState.REJECTED}


def _windows(session: Session, by: Submitter) -> dict[int, Refusal | None]:
    """What refuses a declaration today, by credited year; one small statement however many rows.

    The rule of the region nearest to the base holds.
    """
    found: dict[int, Refusal | None] = {}
    for year, opens, closes, today in session.execute(_RULES, {"base_id": by.organization_id}):
        is_open = (opens is None or opens <= today) and (closes is None or today <= closes)
        found[year] = None if is_open else _outside(year, opens, closes, today)
    return found


def _outside(year: int, opens: date | None, closes: date | None, today: date) -> Refusal:
    return OutsideDeclarationWindow(year=year, opens=opens or "不限", closes=closes or "不限", today=today)


def _rules() -> Select[Any, Any, Any, Any]:
    above = (
        select(Organization.region_code.label("code"), func.abs(0).label("far"))
        .where(Organization.id == bindparam("base_id"))
        .cte("above", recursive=True)
    )
    region = aliased(Region)
    above = above.union_all(
        select(region.parent_code, above.c.far + 1)
        .join(region, region.code == above.c.code)
        .where(region.parent_code.is_not(None))
    )
    return (
        select(YearRule.year, YearRule.declare_from, YearRule.declare_until, func.current_date())
        .join(above, above.c.code == YearRule.region_code)
        .order_by(above.c.far.desc())  # a nearer rule is read later, and so replaces a farther one
    )


_RULES = _rules()


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.base_id != by.organization_id:
        return NotFound()
    if row.state != ScoreState.ENTERED:
        return AlreadyDeclared(state=row.state.label)
    if row.value < row.pass_mark:
        return FailingScore(value=row.value, pass_mark=row.pass_mark)
    if not row.is_enabled:
        return EmployerDisabled(employer=row.employer)
    return None


def _pairs(**columns: Any) -> list[Any]:
    return [part for name, column in columns.items() for part in (literal(name), column)]


def _set_state(session: Session, item_ids: Sequence[int], state: ScoreState) -> None:
    session.execute(
        update(Score)
        .where(Score.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


def _base(level: str | None) -> Select[Any, Any]:
    return select(Score.id.label("item_id"), Score.base_id.label("organization_id"))


def _employer(level: str | None) -> Select[Any, Any]:
    return select(Score.id.label("item_id"), Score.employer_id.label("organization_id"))


def _hr(level: str | None) -> Select[Any, Any]:
    """The employer's HR department; with a level, the department above it that has this level."""
    employer = aliased(Organization)
    query = select(Score.id.label("item_id")).join(employer, employer.id == Score.employer_id)
    return add_hr(query, employer, level)


PARTIES: dict[str, Callable[[str | None], Select[Any, Any]]] = {
    "base": _base,
    "employer": _employer,
    "hr": _hr,
}
