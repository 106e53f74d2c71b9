"""What nobody can go on with by himself, for system administrators to see to."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class AlarmKind(enum.StrEnum):
    """Why."""

    NO_SUPERIOR = "no_superior"  # over its limit, and there is nobody to give it to

    @property
    def label(self) -> str:
        """The reason, for who sees to it."""
        return {"no_superior": "超过办理期限，没有可转交的上级单位"}[self.value]


class Alarm(Base):
    """A work item that needs somebody to look at it, until it was settled."""

    __tablename__ = "alarm"
    __table_args__ = (
        Index("uq_alarm_open", "work_item_id", "kind", unique=True, postgresql_where="settled_at IS NULL"),
    )

    id: Mapped[Id]
    kind: Mapped[AlarmKind] = mapped_column(choice(AlarmKind))
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    created_at: Mapped[CreatedAt]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
