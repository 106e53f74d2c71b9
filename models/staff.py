"""The people of a training base (人员情况)."""

import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class StaffKind(enum.StrEnum):
    """What somebody does for a base."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    MANAGER = "manager"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {"full_time": "专职教师", "part_time": "兼职教师", "manager": "管理人员"}[self.value]


class Staff(Base):
    """A teacher or manager of a base; he need not be a user of the system."""

    __tablename__ = "staff"
    __table_args__ = (Index("ix_staff_base_id_id", "base_id", "id"),)

    id: Mapped[Id]
    base_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str]
    kind: Mapped[StaffKind] = mapped_column(choice(StaffKind))
    education: Mapped[str] = mapped_column(server_default="")  # 学历
    title: Mapped[str] = mapped_column(server_default="")  # 职称
    specialty: Mapped[str] = mapped_column(server_default="")  # 专业/任教科目
    employer_name: Mapped[str] = mapped_column(server_default="")  # 所在单位, in words
    created_at: Mapped[CreatedAt]
