"""What a user wants: how pages behave, and whether he gets mails. Who never said anything has no row."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class MailChoice(enum.StrEnum):
    """Whether notifications are mailed too."""

    NONE = "none"
    AT_ONCE = "at_once"
    DAILY = "daily"

    @property
    def label(self) -> str:
        """The choice as users know it."""
        return {"none": "不发送", "at_once": "每条即时发送", "daily": "每天上午一封汇总"}[self.value]


class UserSetting(Base):
    """Keys of one letter can be turned off (WCAG 2.1.4), and so can the opening of the next item: all of it is on.

    Mails have to be asked for. `digested_to` is the moment up to which daily mails have told.
    """

    __tablename__ = "user_setting"
    __table_args__ = (Index("ix_user_setting_daily", "user_id", postgresql_where="mail = 'daily'"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    has_keys: Mapped[bool] = mapped_column(server_default="true")
    opens_next: Mapped[bool] = mapped_column(server_default="true")
    mail: Mapped[MailChoice] = mapped_column(choice(MailChoice), server_default="none")
    digested_to: Mapped[datetime | None]
