"""The people who sign one work item: whose turn it is, and what they have come to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.permissions import Submitter
from app.services.approvals.counting import needed, result_of
from models import SignOff, SignOffKind, User


@dataclass(frozen=True)
class Signer:
    """One of them; `outcome` is None until he has signed."""

    sign_off_id: int
    work_item_id: int
    user_id: int
    name: str
    position: int
    kind: SignOffKind
    added_by_id: int | None
    outcome: str | None
    signed_at: datetime | None


@dataclass(frozen=True)
class Circle:
    """All signers of a work item, in order. Who was added before it only advises: his vote is not counted."""

    signers: Sequence[Signer]
    rule: str = "all"

    @property
    def binding(self) -> list[Signer]:
        """Those whose votes count."""
        return [signer for signer in self.signers if signer.kind is not SignOffKind.BEFORE]

    @property
    def waiting(self) -> list[Signer]:
        """Those whose turn it is: of the ones who have not signed, the first in order."""
        pending = [signer for signer in self.signers if signer.outcome is None]
        turn = min((signer.position for signer in pending), default=0)
        return [signer for signer in pending if signer.position == turn]

    def turn_of(self, by: Submitter) -> Signer | None:
        """The signature that `by` may give now: his own first, else that of whom he stands in for."""
        mine = {signer.user_id: signer for signer in self.waiting if signer.user_id in by.persons}
        return next((mine[user_id] for user_id in by.persons if user_id in mine), None)

    def signed_by(self, by: Submitter) -> Signer | None:
        """The signature that `by` has given already."""
        return next((one for one in self.signers if one.user_id == by.user_id and one.outcome), None)

    def result(self, outcomes: Sequence[str]) -> str | None:
        """What they have come to; None while that can still change."""
        return result_of(self.rule, outcomes, [signer.outcome for signer in self.binding])

    @property
    def agreed(self) -> int:
        """How many of those that count have signed."""
        return sum(signer.outcome is not None for signer in self.binding)

    @property
    def needed(self) -> int:
        """How many must agree."""
        return needed(self.rule, len(self.binding))


def circles_of(session: Session, rules: Mapping[int, str]) -> dict[int, Circle]:
    """The circles of work items (given with their rules), in one statement."""
    if not rules:
        return {}
    rows = session.execute(
        select(
            SignOff.id,
            SignOff.work_item_id,
            SignOff.user_id,
            User.name,
            SignOff.position,
            SignOff.kind,
            SignOff.added_by_id,
            SignOff.outcome,
            SignOff.signed_at,
        )
        .join(User, User.id == SignOff.user_id)
        .where(SignOff.work_item_id == func.any(list(rules)), SignOff.removed_at.is_(None))
        .order_by(SignOff.work_item_id, SignOff.position, SignOff.id)
    )
    signers: defaultdict[int, list[Signer]] = defaultdict(list)
    for row in rows:
        signers[row.work_item_id].append(Signer(*row))
    return {id: Circle(signers[id], rule) for id, rule in rules.items()}
