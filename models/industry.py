"""Industries (所属行业), by their letter of GB/T 4754."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Industry(Base):
    """A top class of GB/T 4754."""

    __tablename__ = "industry"

    code: Mapped[str] = mapped_column(String(1), primary_key=True)
    name: Mapped[str]
    is_open: Mapped[bool] = mapped_column(server_default="true")  # a closed one stays on what has it
    is_edited: Mapped[bool] = mapped_column(server_default="false")  # by hand: loading leaves it as it is
