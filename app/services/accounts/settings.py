"""How a user wants pages to behave."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.prepared import Prepared
from models import UserSetting


class Settings(NamedTuple):
    """Whether keys of one letter work, and whether the next item opens after a decision."""

    has_keys: bool = True
    opens_next: bool = True


_READING = Prepared(
    select(UserSetting.has_keys, UserSetting.opens_next).where(
        UserSetting.user_id == bindparam("user_id", type_=BigInteger)
    )
)


def settings_of(session: Session, by: Actor) -> Settings:
    """What the user said; everything is on for who never said anything."""
    row = _READING.run(session, user_id=by.user_id).fetchone()
    return Settings(*row) if row else Settings()


def change_settings(session: Session, settings: Settings, *, by: Actor) -> None:
    """Remember what the user says."""
    by = confirm(session, by, Permission.PROFILE_EDIT)
    new = insert(UserSetting).values(user_id=by.user_id, **settings._asdict())
    session.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=settings._asdict()))
