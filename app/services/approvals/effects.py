"""What follows an end beyond its own item: items know no services, so these stand here, by kind of item."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.certificates.invalidate import invalidate_certificates
from app.services.diagrams.enacting import enact_releases
from models import ItemKind, RevocationState, Score, ScoreRevocation


def follow_up(session: Session, kind: ItemKind, item_ids: Sequence[int]) -> None:
    """Do what follows, in the same transaction, after the items of this kind reached an end."""
    if kind in _FOLLOWING:
        _FOLLOWING[kind](session, item_ids)


def _certificates(session: Session, revocation_ids: Sequence[int]) -> None:
    """A certificate does not outlive the hours that it stands on."""
    learners = session.scalars(
        select(Score.learner_id)
        .join(ScoreRevocation, ScoreRevocation.score_id == Score.id)
        .where(
            ScoreRevocation.id == func.any(list(revocation_ids)),
            ScoreRevocation.state == RevocationState.CONFIRMED,
        )
        .distinct()
    ).all()
    if learners:
        invalidate_certificates(session, learners)


_FOLLOWING: Mapping[ItemKind, Callable[[Session, Sequence[int]], None]] = {
    ItemKind.SCORE_REVOCATION: _certificates,
    ItemKind.DIAGRAM_RELEASE: enact_releases,
}
