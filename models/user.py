"""A person who signs in."""

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class User(Base):
    """One person, one user, many memberships; the sign-in name is the resident id number.

    Id and mobile numbers are sealed; the id number is found and kept unique by its keyed hash.
    """

    __tablename__ = "user"

    id: Mapped[Id]
    name: Mapped[str]
    resident_id_sealed: Mapped[bytes]
    resident_id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    mobile_sealed: Mapped[bytes | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    password_hash: Mapped[str]
    password_changed_at: Mapped[CreatedAt]
    must_change_password: Mapped[bool] = mapped_column(server_default="false")
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[CreatedAt]


class PasswordHistory(Base):
    """A password that was used, so that it is not used again too soon."""

    __tablename__ = "password_history"
    __table_args__ = (Index("ix_password_history_user_id_id", "user_id", "id"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    password_hash: Mapped[str]
    created_at: Mapped[CreatedAt]
