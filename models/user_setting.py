"""How a user wants pages to behave; who never said anything has no row, and all of it is on."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class UserSetting(Base):
    """Keys of one letter can be turned off (WCAG 2.1.4), and so can the opening of the next item."""

    __tablename__ = "user_setting"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    has_keys: Mapped[bool] = mapped_column(server_default="true")
    opens_next: Mapped[bool] = mapped_column(server_default="true")
