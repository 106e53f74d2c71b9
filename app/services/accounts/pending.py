"""Whether somebody who cannot sign in yet has registered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Registration, RegistrationState


def pending_registration(session: Session, resident_id_hash: bytes) -> tuple[bool, str | None]:
    """Whether a registration of this number waits, and the hash of its password if it has one of its own."""
    row = session.execute(
        select(Registration.password_hash)
        .where(Registration.resident_id_hash == resident_id_hash, Registration.state == RegistrationState.PENDING)
        .order_by(Registration.id.desc())
        .limit(1)
    ).one_or_none()
    return row is not None, row.password_hash if row else None
