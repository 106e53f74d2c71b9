"""Taking away what signing in leaves behind."""

from datetime import timedelta

from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from app.config import settings
from models import Captcha, LoginAttempt, PasswordRecovery, UserSession

ATTEMPTS_KEPT = timedelta(days=1)  # the lock looks at minutes; the audit log has the history


def sweep(session: Session) -> None:
    """Delete idle sessions, captchas and links past their time, and attempts that no lock counts any more."""
    idle = timedelta(minutes=settings().session_idle_minutes)
    kept = max(ATTEMPTS_KEPT, 2 * timedelta(minutes=settings().lock_minutes))
    for old in (
        delete(UserSession).where(UserSession.seen_at < func.now() - idle),
        delete(Captcha).where(Captcha.expires_at < func.now()),
        delete(PasswordRecovery).where(PasswordRecovery.expires_at < func.now()),
        delete(LoginAttempt).where(LoginAttempt.created_at < func.now() - kept),
    ):
        session.execute(old.execution_options(synchronize_session=False))
