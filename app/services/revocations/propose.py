"""Proposing that qualified scores be revoked; a second member of the department decides."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, Refusal
from app.permissions import Actor, Permission
from app.services.approvals import Result, start
from app.services.approvals.locking import confirm
from app.services.approvals.results import in_order
from app.services.audit import record
from app.services.revocations.below import employers_below
from models import RevocationState, Score, ScoreRevocation, ScoreState

PROCESS = "score_revocation"
MOST = 200
LONGEST_REASON = 500


class ReasonMissing(FieldRefusal):
    """请填写审验不通过的原因，复核人和学员都会看到。"""

    field: ClassVar[str] = "reason"


class ReasonTooLong(FieldRefusal):
    """审验不通过的原因最多{limit}字，请精简。"""

    field: ClassVar[str] = "reason"


class TooManyAtOnce(FieldRefusal):
    """一次最多提议{limit}条，请分次提交。"""

    field: ClassVar[str] = "ids"


class NotQualified(Refusal):
    """该成绩当前为“{state}”，只有“合格”的成绩才能提议审验不通过。"""


class AlreadyProposed(Refusal):
    """该成绩已有待复核的审验提议，请等待复核结果。"""


def propose_revocation(session: Session, score_ids: Sequence[int], *, reason: str, by: Actor) -> list[Result]:
    """Propose it of scores whose employer is under the actor's department. Returns one Result an id.

    Raises ReasonMissing, ReasonTooLong or TooManyAtOnce for all of them.
    """
    by = confirm(session, by, Permission.REVOCATION_PROPOSE)
    reason = _checked(reason)
    if len(score_ids) > MOST:
        raise TooManyAtOnce(limit=MOST)
    refusals = {row.id: _why_not(row) for row in _lock(session, score_ids, by)}
    accepted = [id for id, refusal in refusals.items() if refusal is None]
    _start(session, accepted, reason, by)
    return in_order(score_ids, refusals)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ReasonMissing()
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(limit=LONGEST_REASON)
    return reason


def _lock(session: Session, score_ids: Sequence[int], by: Actor) -> Sequence[Any]:
    """The scores are held, so that two proposals for one come one after the other."""
    held = (
        select(Score.id, Score.state, Score.employer_id.in_(employers_below(by.organization_id)).label("is_below"))
        .where(Score.id == func.any(list(score_ids)))
        .order_by(Score.id)
        .with_for_update(of=Score)
    )
    rows = session.execute(held).all()
    pending = set(
        session.scalars(
            select(ScoreRevocation.score_id).where(
                ScoreRevocation.score_id == func.any([row.id for row in rows]), is_pending()
            )
        )
    )
    return [_Held(row.id, row.state, bool(row.is_below), row.id in pending) for row in rows]


class _Held:
    def __init__(self, id: int, state: ScoreState, is_below: bool, is_pending: bool) -> None:
        self.id, self.state, self.is_below, self.is_pending = id, state, is_below, is_pending


def is_pending() -> Any:
    """The condition on ScoreRevocation that nobody has decided it."""
    return ScoreRevocation.state == RevocationState.PENDING


def has_pending() -> Any:
    """The condition on Score that a proposal for it waits."""
    return exists(select(ScoreRevocation.id).where(ScoreRevocation.score_id == Score.id, is_pending()))


def _why_not(row: Any) -> Refusal | None:
    if not row.is_below:
        return NotFound()
    if row.state != ScoreState.QUALIFIED:
        return NotQualified(state=row.state.label)
    return AlreadyProposed() if row.is_pending else None


def _start(session: Session, score_ids: Sequence[int], reason: str, by: Actor) -> None:
    proposals = [
        ScoreRevocation(score_id=id, organization_id=by.organization_id, reason=reason, proposed_by_id=by.user_id)
        for id in score_ids
    ]
    session.add_all(proposals)
    session.flush()
    for result in start(session, PROCESS, [one.id for one in proposals], by=by):
        if result.refusal is not None:
            raise result.refusal
    if proposals:
        record(session, by=by, action=Permission.REVOCATION_PROPOSE, scores=list(score_ids))
