"""A transfer on its way: learner -> the receiving employer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Select, cast, func, literal, null, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import EmployerTransfer, ItemKind, Learner, Organization, Score, ScoreState, TransferState


class StillUnderReview(Refusal):
    """{who}有待审核信息，不能修改单位：{count}条成绩正在审核。请待这些成绩办结，或由培训基地撤回后再办理。"""


class TransferNotPending(Refusal):
    """该调转申请当前为“{state}”，不能再次提交。"""


class EmployerTransferItem:
    """The item of `employer_transfer`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_TRANSFER
    process_id: ClassVar[str] = "employer_transfer"
    submitter_party: ClassVar[str] = "learner"
    start_permission: ClassVar[Permission] = Permission.TRANSFER_REQUEST
    variables: ClassVar[Mapping[str, type]] = {"same_hr": bool}
    parties: ClassVar[frozenset[str]] = frozenset({"learner", "employer"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected"})
    is_personal: ClassVar[bool] = True
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the transfers; only the learner's own, and only while nothing of his is under review."""
        rows = session.execute(
            select(EmployerTransfer.id, EmployerTransfer.learner_id, EmployerTransfer.state)
            .where(EmployerTransfer.id == func.any(list(item_ids)))
            .order_by(EmployerTransfer.id)
            .with_for_update()
        ).all()
        under_review = count_under_review(session, [row.learner_id for row in rows])
        return [Candidate(row.id, _why_not(row, by, under_review)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """The learner's own transfers."""
        own = EmployerTransfer.learner_id == by.learner_id
        return select(EmployerTransfer.id).where(own) if by.is_learner else None

    def instance_columns(self) -> Select[Any, Any, Any]:
        """Inboxes fold by the employer that the learners come from, which no correction changes."""
        return select(
            EmployerTransfer.id.label("item_id"),
            cast(null(), BigInteger).label("organization_id"),
            EmployerTransfer.from_employer_id.label("group_id"),
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """From where to where, and why."""
        old, new = aliased(Organization), aliased(Organization)
        content = func.jsonb_build_object(
            literal("from_employer"), old.name, literal("to_employer"), new.name,
            literal("reason"), EmployerTransfer.reason,
        )  # fmt: skip
        variables = func.jsonb_build_object(literal("same_hr"), old.hr_id == new.hr_id)
        return (
            select(EmployerTransfer.id.label("item_id"), content.label("content"), variables.label("variables"))
            .join(old, old.id == EmployerTransfer.from_employer_id)
            .join(new, new.id == EmployerTransfer.to_employer_id)
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The learner himself, and the receiving employer."""
        if party not in self.parties:
            raise UnknownParty(party)
        acts = cast(null(), BigInteger) if party == "learner" else EmployerTransfer.to_employer_id
        return select(EmployerTransfer.id.label("item_id"), acts.label("organization_id"))

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """It is pending from its first moment."""

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Approved: the learner belongs to the new employer. Raises StillUnderReview, and nothing has happened."""
        if ended == "approved":
            _move(session, item_ids)
        _set_state(session, item_ids, STATE_AT_END[ended])

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Everything stays as it was."""
        _set_state(session, item_ids, TransferState.WITHDRAWN)


STATE_AT_END = {"approved": TransferState.APPROVED, "rejected": TransferState.REJECTED}


def count_under_review(session: Session, learner_ids: Sequence[int]) -> dict[int, int]:
    """How many scores of each of these learners are being reviewed; those with none are not there."""
    rows = session.execute(
        select(Score.learner_id, func.count())
        .where(Score.learner_id == func.any(list(learner_ids)), Score.state == ScoreState.DECLARED)
        .group_by(Score.learner_id)
    )
    return {learner_id: count for learner_id, count in rows}


def _why_not(row: Any, by: Submitter, under_review: dict[int, int]) -> Refusal | None:
    if not by.is_learner or row.learner_id != by.learner_id:
        return NotFound()
    if row.state != TransferState.PENDING:
        return TransferNotPending(state=row.state.label)
    if row.learner_id in under_review:
        return StillUnderReview(who="您", count=under_review[row.learner_id])
    return None


def _move(session: Session, item_ids: Sequence[int]) -> None:
    """Lock the learners, ask again, and move them."""
    rows = session.execute(
        select(Learner.id, Learner.name, EmployerTransfer.to_employer_id)
        .join(EmployerTransfer, EmployerTransfer.learner_id == Learner.id)
        .where(EmployerTransfer.id == func.any(list(item_ids)))
        .order_by(Learner.id)
        .with_for_update(of=[Learner, EmployerTransfer])
    ).all()
    under_review = count_under_review(session, [row.id for row in rows])
    for row in rows:
        if row.id in under_review:
            raise StillUnderReview(who=row.name, count=under_review[row.id])
    session.execute(
        update(Learner)
        .where(Learner.id == EmployerTransfer.learner_id, EmployerTransfer.id == func.any(list(item_ids)))
        .values(employer_id=EmployerTransfer.to_employer_id)
        .execution_options(synchronize_session=False)
    )


def _set_state(session: Session, item_ids: Sequence[int], state: TransferState) -> None:
    session.execute(
        update(EmployerTransfer)
        .where(EmployerTransfer.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
