"""Revoking a qualified score (学时审验): a member of an HR department proposes, a second one confirms."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Select, Text, cast, func, literal, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import ItemKind, Learner, RevocationState, Score, ScoreRevocation, ScoreState, TrainingClass


class ProposalClosed(Refusal):
    """该审验提议当前为“{state}”，不能再次提交。"""


class ScoreRevocationItem:
    """The item of `score_revocation`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE_REVOCATION
    process_id: ClassVar[str] = "score_revocation"
    submitter_party: ClassVar[str] = "proposer"
    start_permission: ClassVar[Permission] = Permission.REVOCATION_PROPOSE
    variables: ClassVar[Mapping[str, type]] = {"credit_year": int}
    parties: ClassVar[frozenset[str]] = frozenset({"proposer", "hr"})
    ends: ClassVar[frozenset[str]] = frozenset({"confirmed", "dismissed"})
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = True

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the proposals; only pending ones of the actor's department may start."""
        rows = session.execute(
            select(ScoreRevocation.id, ScoreRevocation.organization_id, ScoreRevocation.state)
            .where(ScoreRevocation.id == func.any(list(item_ids)))
            .order_by(ScoreRevocation.id)
            .with_for_update()
        )
        return [Candidate(row.id, _why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """What was confirmed of a learner's scores: he may see why, but not what is only proposed."""
        if not by.is_learner:
            return None
        return (
            select(ScoreRevocation.id)
            .join(Score, Score.id == ScoreRevocation.score_id)
            .where(Score.learner_id == by.learner_id, ScoreRevocation.state == RevocationState.CONFIRMED)
        )

    def instance_columns(self) -> Select[int, int, int]:
        """The department submits; inboxes fold by training class."""
        return select(
            ScoreRevocation.id.label("item_id"),
            ScoreRevocation.organization_id.label("organization_id"),
            Score.class_id.label("group_id"),
        ).join(Score, Score.id == ScoreRevocation.score_id)

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the second member sees and what conditions may read."""
        content = func.jsonb_build_object(
            literal("reason"), ScoreRevocation.reason,
            literal("learner"), Learner.name,
            literal("training_class"), TrainingClass.name,
            literal("value"), cast(Score.value, Text),
        )  # fmt: skip
        variables = func.jsonb_build_object(literal("credit_year"), TrainingClass.credit_year)
        return (
            select(ScoreRevocation.id.label("item_id"), content.label("content"), variables.label("variables"))
            .join(Score, Score.id == ScoreRevocation.score_id)
            .join(Learner, Learner.id == Score.learner_id)
            .join(TrainingClass, TrainingClass.id == Score.class_id)
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """Both parties are the department that proposed: who proposed never confirms, `decide` sees to that."""
        if party not in self.parties:
            raise UnknownParty(party)
        return select(ScoreRevocation.id.label("item_id"), ScoreRevocation.organization_id.label("organization_id"))

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """Nothing: the score counts until the proposal is confirmed."""

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Confirmed: the score is 审验不通过, and its hours do not count any more. Dismissed: it stays 合格."""
        _set_state(session, item_ids, STATE_AT_END[ended])
        if ended == "confirmed":
            session.execute(
                update(Score)
                .where(Score.id == ScoreRevocation.score_id, ScoreRevocation.id == func.any(list(item_ids)))
                .values(state=ScoreState.REVOKED)
                .execution_options(synchronize_session=False)
            )

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """已撤回: the score may be proposed again."""
        _set_state(session, item_ids, RevocationState.WITHDRAWN)


STATE_AT_END = {"confirmed": RevocationState.CONFIRMED, "dismissed": RevocationState.REJECTED}


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.organization_id != by.organization_id:
        return NotFound()
    if row.state != RevocationState.PENDING:
        return ProposalClosed(state=row.state.label)
    return None


def _set_state(session: Session, item_ids: Sequence[int], state: RevocationState) -> None:
    session.execute(
        update(ScoreRevocation)
        .where(ScoreRevocation.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
