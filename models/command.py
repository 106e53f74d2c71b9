"""Bulk commands: what was asked once, and what became of each row."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class CommandKind(enum.StrEnum):
    """What a bulk command does to each of its rows."""

    DECLARE = "declare"
    DECIDE = "decide"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The verb as users know it."""
        return {"declare": "申报", "decide": "办理", "withdraw": "撤回"}[self.value]


class Command(Base):
    """One order of one user; the same key again is the same command, so a double click does nothing twice."""

    __tablename__ = "command"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[Id]
    kind: Mapped[CommandKind] = mapped_column(choice(CommandKind))
    key: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id", ondelete="SET NULL"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)  # outcome, comment_id
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer, server_default="0")
    refused: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class CommandResult(Base):
    """One row of a command: the score, work item or instance it names, and the outcome once it was its turn."""

    __tablename__ = "command_result"
    __table_args__ = (
        Index("ix_command_result_refused", "command_id", "position", postgresql_where="refusal IS NOT NULL"),
    )

    command_id: Mapped[int] = mapped_column(ForeignKey("command.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    target_id: Mapped[int]  # a score's, work item's or instance's id, as the kind says
    seen_revision: Mapped[int | None] = mapped_column(Integer)
    refusal: Mapped[str | None]  # why nothing was done, in Chinese
