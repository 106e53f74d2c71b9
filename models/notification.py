"""What people are told: that work reached them, and what became of what they submitted."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class NotificationKind(enum.StrEnum):
    """What happened."""

    OPENED = "opened"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    URGED = "urged"
    TRANSFERRED = "transferred"
    DELEGATED = "delegated"
    ADVISED = "advised"
    SIGNATURE = "signature"
    COPIED = "copied"
    MENTIONED = "mentioned"
    SUBSTITUTE = "substitute"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    TAKEN_UP = "taken_up"

    @property
    def label(self) -> str:
        """What happened, in a word."""
        return {
            "opened": "新待办",
            "returned": "退回",
            "approved": "办结",
            "rejected": "不予通过",
            "withdrawn": "撤回",
            "urged": "催办",
            "transferred": "转办",
            "delegated": "委托",
            "advised": "委托意见",
            "signature": "请您签署",
            "copied": "抄送",
            "mentioned": "提醒",
            "substitute": "请假代理",
            "reminded": "期限提醒",
            "escalated": "超期转办",
            "taken_up": "超期转上级",
        }[self.value]


OF_WORK = (
    NotificationKind.URGED,
    NotificationKind.REMINDED,
    NotificationKind.TAKEN_UP,
    NotificationKind.TRANSFERRED,
    NotificationKind.DELEGATED,
    NotificationKind.ADVISED,
    NotificationKind.SIGNATURE,
)
"""What a person is told of his work: his substitute is told it too while he is away."""

ONCE = "command_id IS NOT NULL"


class Notification(Base):
    """Told once for all rows of one act: to the members of an organisation who hold `module`, or to one person.

    A bulk command, however many its chunks, makes one row for each recipient, task and end. What names one
    instance or one group only says which. A learner, who acts for no organisation, is told without one.
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("organization_id IS NOT NULL OR user_id IS NOT NULL", name="has_recipient"),
        CheckConstraint("user_id IS NOT NULL OR module IS NOT NULL", name="has_module"),
        CheckConstraint("item_kind IS NOT NULL OR kind = 'substitute'", name="has_item_kind"),
        Index("ix_notification_members", "organization_id", "module", "id", postgresql_where="user_id IS NULL"),
        Index("ix_notification_person", "user_id", "id", postgresql_where="user_id IS NOT NULL"),
        Index("ix_notification_created_at", "created_at"),
        Index(
            "uq_notification_once",
            "command_id",
            "kind",
            "organization_id",
            "user_id",
            "item_kind",
            "user_task_id",
            "outcome",
            unique=True,
            postgresql_where=ONCE,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Id]
    kind: Mapped[NotificationKind] = mapped_column(choice(NotificationKind))
    command_id: Mapped[int | None] = mapped_column(ForeignKey("command.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # who did it: he is not told
    module: Mapped[str | None]
    item_kind: Mapped[str | None] = mapped_column(String(32))  # of ItemKind, which grows with the processes
    user_task_id: Mapped[int | None] = mapped_column(ForeignKey("user_task.id"))
    group_id: Mapped[int | None]
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    outcome: Mapped[str | None]  # the end's name
    rows: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[CreatedAt]


class NotificationMark(Base):
    """Up to where a user has read what he is told in one organisation (none: as a learner)."""

    __tablename__ = "notification_mark"
    __table_args__ = (
        Index(
            "uq_notification_mark_reader",
            "user_id",
            "organization_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    read_to: Mapped[int]
