"""A new password settles what was asked for."""

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from models import PasswordRecovery, PasswordRequest


def settle(session: Session, user_id: int) -> None:
    """Close the person's requests and void his links; his user row is locked."""
    for change in (
        update(PasswordRequest)
        .where(PasswordRequest.user_id == user_id, PasswordRequest.handled_at.is_(None))
        .values(handled_at=func.now()),
        update(PasswordRecovery)
        .where(PasswordRecovery.user_id == user_id, PasswordRecovery.used_at.is_(None))
        .values(used_at=func.now()),
    ):
        session.execute(change.execution_options(synchronize_session=False))
