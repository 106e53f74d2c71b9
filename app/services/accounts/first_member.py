"""Who becomes the super administrator of an organisation that is founded: nobody of it can add him yet."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.sealing import sealer
from app.services.accounts import passwords
from app.services.accounts.refusals import AlreadyUser, NoSuchUser
from models import User


def known_user(session: Session, number: str, name: str) -> User:
    """The user with this number, if the name is his. Raises NoSuchUser, whichever of the two is wrong."""
    user = session.scalars(select(User).where(User.resident_id_hash == sealer().lookup(number))).one_or_none()
    if user is None or not user.is_enabled or user.name != name:
        raise NoSuchUser()
    return user


def new_user(session: Session, number: str, name: str) -> tuple[User, str]:
    """A new user and his first password, which he must change when he signs in. Raises AlreadyUser."""
    password = passwords.one_time()
    row = insert(User).values(
        name=name,
        resident_id_sealed=sealer().seal(number),
        resident_id_hash=sealer().lookup(number),
        password_hash=passwords.hashed(password),
        must_change_password=True,
    )
    user_id = session.scalar(row.on_conflict_do_nothing().returning(User.id))
    if user_id is None:
        raise AlreadyUser()
    return session.get_one(User, user_id), password
