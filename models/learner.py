"""A person as one of the professional and technical personnel (专业技术人员)."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Learner(Base):
    """A learner and the present employer.

    Name and id hash are those of the user, kept here too so that an import of 100,000 rows reads one table;
    a foreign key with ON UPDATE CASCADE holds the hash to the user's.
    """

    __tablename__ = "learner"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    resident_id_hash: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey("user.resident_id_hash", onupdate="CASCADE"), unique=True
    )
    name: Mapped[str]
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    title_series: Mapped[str] = mapped_column(String(32))
    title_grade: Mapped[str] = mapped_column(server_default="")  # 职称级别
    department: Mapped[str] = mapped_column(server_default="")  # 所属工作部门
    education: Mapped[str] = mapped_column(server_default="")
    school: Mapped[str] = mapped_column(server_default="")
    major: Mapped[str] = mapped_column(server_default="")
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[CreatedAt]
