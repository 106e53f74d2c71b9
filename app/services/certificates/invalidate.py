"""Certificates whose year no longer reaches the standard: a score of theirs was revoked."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.services import audit
from app.services.hours.hours import hours_of
from models import Certificate

ACTION = "certificate:invalidate"


def invalidate_certificates(session: Session, learner_ids: Sequence[int]) -> int:
    """Revoke the certificates in force of these learners whose year is no longer reached; return how many.

    To be called in the transaction that took hours away. Certificates that still stand are left alone.
    """
    held = session.execute(
        select(Certificate.id, Certificate.learner_id, Certificate.year)
        .where(Certificate.learner_id == func.any(list(learner_ids)), Certificate.revoked_at.is_(None))
        .order_by(Certificate.id)
        .with_for_update()
    ).all()
    if not held:
        return 0
    hours = hours_of(session, list({row.learner_id for row in held}), list({row.year for row in held}))
    void = [row.id for row in held if not hours[row.learner_id, row.year].is_reached]
    if void:
        session.execute(
            update(Certificate)
            .where(Certificate.id == func.any(void))
            .values(revoked_at=func.now())
            .execution_options(synchronize_session=False)
        )
        audit.record(session, by=None, action=ACTION, certificate_ids=void)
    return len(void)
