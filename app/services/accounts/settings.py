"""How a user wants pages to behave, and whether he gets mails."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import FieldRefusal
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.prepared import Prepared
from models import MailChoice, User, UserSetting


class MailAddressMissing(FieldRefusal):
    """您还没有填写电子邮箱，无法接收邮件。请先在“个人基本信息维护”中填写电子邮箱，再选择接收邮件。"""

    field = "mail"


class Settings(NamedTuple):
    """Whether keys of one letter work, whether the next item opens after a decision, and which mails are sent."""

    has_keys: bool = True
    opens_next: bool = True
    mail: MailChoice = MailChoice.NONE


_READING = Prepared(
    select(UserSetting.has_keys, UserSetting.opens_next, UserSetting.mail).where(
        UserSetting.user_id == bindparam("user_id", type_=BigInteger)
    )
)


def settings_of(session: Session, by: Actor) -> Settings:
    """What the user said; everything is on for who never said anything."""
    row = _READING.run(session, user_id=by.user_id).fetchone()
    return Settings(row.has_keys, row.opens_next, MailChoice(row.mail)) if row else Settings()


def change_settings(session: Session, settings: Settings, *, by: Actor) -> None:
    """Remember what the user says. Daily mails tell of what comes from now on. Raises MailAddressMissing."""
    by = confirm(session, by, Permission.PROFILE_EDIT)
    if settings.mail is not MailChoice.NONE and not mail_address_of(session, by):
        raise MailAddressMissing()
    new = insert(UserSetting).values(user_id=by.user_id, digested_to=func.now(), **settings._asdict())
    was_daily = case((UserSetting.mail == MailChoice.DAILY, UserSetting.digested_to), else_=func.now())
    session.execute(
        new.on_conflict_do_update(index_elements=["user_id"], set_={**settings._asdict(), "digested_to": was_daily})
    )
    record(session, by=by, action=Permission.PROFILE_EDIT, settings=settings._asdict())


def mail_address_of(session: Session, by: Actor) -> str:
    """Where the user gets mails; empty where he gave no address."""
    return session.scalar(select(User.email).where(User.id == by.user_id)) or ""
