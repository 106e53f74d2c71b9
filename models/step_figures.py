"""How long steps take and which ways instances take, counted by a periodic job: pages of instances read these."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Integer, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class StepDuration(Base):
    """The median of the days that a user task took of late, all organisations together."""

    __tablename__ = "step_duration"

    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    decided: Mapped[int] = mapped_column(Integer)  # of how many work items this is the median
    refreshed_at: Mapped[datetime]


class PathTraffic(Base):
    """How many instances came to their end at a path node: the way most travelled is the likely one."""

    __tablename__ = "path_traffic"

    path_node_id: Mapped[int] = mapped_column(ForeignKey("path_node.id"), primary_key=True, autoincrement=False)
    ended: Mapped[int] = mapped_column(Integer)
    refreshed_at: Mapped[datetime]
