"""A person as one of the professional and technical personnel (专业技术人员)."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id

TITLE_SERIES = (
    "高等学校教师", "哲学社会科学研究", "自然科学研究", "卫生技术", "工程技术", "农业技术", "新闻", "出版",
    "图书资料", "文物博物", "档案", "工艺美术", "技工院校教师", "体育", "翻译", "播音主持", "会计", "统计", "经济",
    "实验技术", "中等职业学校教师", "中小学教师", "艺术", "公证", "审计", "船舶", "民用航空飞行", "律师",
    "其他", "无",
)  # fmt: skip
"""职称系列; 其他 and 无 stand at the end."""
TITLE_GRADES = ("正高级", "副高级", "中级", "助理级", "员级", "其他", "无")
EDUCATIONS = ("博士研究生", "硕士研究生", "大学本科", "大学专科", "中专", "高中及以下")


class Learner(Base):
    """A learner and the present employer.

    Name and id hash are those of the user, kept here too so that an import of 100,000 rows reads one table;
    a foreign key with ON UPDATE CASCADE holds the hash to the user's.
    """

    __tablename__ = "learner"
    __table_args__ = (
        Index("ix_learner_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
    )

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
