"""Sessions, sign-in attempts and captchas: the web process itself holds no state."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class UserType(enum.StrEnum):
    """What a person signs in as (用户类型)."""

    LEARNER = "learner"
    EMPLOYER = "employer"
    BASE = "base"
    COMPETENT = "competent"
    HR = "hr"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """The type as the sign-in page offers it."""
        return {
            "learner": "专业技术人员",
            "employer": "用人单位",
            "base": "继续教育基地",
            "competent": "主管部门",
            "hr": "人社部门",
            "system": "系统管理员",
            "security": "安全管理员",
            "audit": "安全审计员",
        }[self.value]


class UserSession(Base):
    """One browser; the cookie holds a random token, the table its SHA-256.

    A session without a user belongs to somebody who has not signed in yet.
    """

    __tablename__ = "user_session"
    __table_args__ = (
        Index("ix_user_session_seen_at", "seen_at"),
        Index("ix_user_session_user_id", "user_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    created_at: Mapped[CreatedAt]
    seen_at: Mapped[CreatedAt]


class LoginAttempt(Base):
    """One attempt to sign in; counted by id number (hashed) and by address."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_resident_id_hash_created_at", "resident_id_hash", "created_at"),
        Index("ix_login_attempt_address_created_at", "address", "created_at"),
    )

    id: Mapped[Id]
    resident_id_hash: Mapped[bytes]
    address: Mapped[str]
    succeeded: Mapped[bool]
    created_at: Mapped[CreatedAt]


class Captcha(Base):
    """An answer that was drawn as a picture; used once."""

    __tablename__ = "captcha"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    answer_hash: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)
