"""The daily mail: who is due for it, and the days that it tells of. Each day is taken once, by one worker."""

from datetime import datetime

from sqlalchemy import DateTime, Select, bindparam, func, literal, select, text, update
from sqlalchemy.orm import Session

from app.queue import defer
from models import MailChoice, Notification, UserSetting

MAIL_DIGEST = "mail_digest"
AT_ONCE = 500  # users a transaction
NOW = func.coalesce(bindparam("now", type_=DateTime(timezone=True)), func.now())
DAY = func.date_trunc("day", NOW)
FROM_EIGHT = DAY + text("interval '8 hours'")
UNTIL = DAY + text("interval '7 hours 50 minutes'")  # what was begun before is committed by eight


def take_due(session: Session, *, now: datetime | None = None) -> int:
    """Put the jobs of those whose daily mail is due (from eight in the morning on); returns of how many.

    The day is marked as told in the same transaction; another worker waits for no row and finds none of these.
    `now` is another moment than the present one.
    """
    due = session.execute(_due(), {"now": now}).all()
    if not due:
        return 0
    until: datetime = due[0].until
    first_id = _first_id(session, min(row.since for row in due))
    for row in due if first_id is not None else ():
        since = row.since.isoformat()
        defer(session, MAIL_DIGEST, user_id=row.user_id, since=since, until=until.isoformat(), first_id=first_id)
    session.execute(
        update(UserSetting)
        .where(UserSetting.user_id == func.any([row.user_id for row in due]))
        .values(digested_to=until)
        .execution_options(synchronize_session=False)
    )
    return len(due)


def _due() -> Select[int, datetime, datetime]:
    return (
        select(UserSetting.user_id, UserSetting.digested_to.label("since"), UNTIL.label("until"))
        .where(
            UserSetting.mail == literal(MailChoice.DAILY.value),
            UserSetting.digested_to < UNTIL,
            NOW >= FROM_EIGHT,
        )
        .order_by(UserSetting.user_id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )


def _first_id(session: Session, since: datetime) -> int | None:
    """From which notification on everything since then is found; none: there is nothing."""
    return session.scalar(select(func.min(Notification.id)).where(Notification.created_at >= since))
