"""The accounts that the README lists; their id numbers never change."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sealing import sealer
from app.services.demo.numbers import resident_id
from models import User, UserType

PASSWORD = "Jixu@2026demo"  # noqa: S105 -- public: demo accounts exist only where APP_ENV is demo or test
BIRTHDAY = date(1980, 1, 1)


@dataclass(frozen=True)
class DemoAccount:
    """What somebody needs to know to sign in and see something."""

    user_type: UserType
    label: str
    resident_id: str
    password: str
    note: str

    def __str__(self) -> str:
        return f"{self.user_type.label}  {self.resident_id}  {self.password}  {self.label}：{self.note}"


@dataclass(frozen=True)
class Known:
    """An account that every demo has; `label` is its organisation, `order` makes its id number."""

    user_type: UserType
    order: int
    label: str
    note: str

    @property
    def resident_id(self) -> str:
        """The sign-in name."""
        return resident_id(BIRTHDAY, self.order)

    def account(self) -> DemoAccount:
        """All that the README and the console say of it."""
        return DemoAccount(self.user_type, self.label, self.resident_id, PASSWORD, self.note)


BASE = Known(UserType.BASE, 1, "河南省中原医学继续教育中心（示例）", "录入、导入、申报成绩；有被退回的成绩待修改")
EMPLOYER = Known(UserType.EMPLOYER, 2, "金水区启明人民医院（示例）", "审核本单位人员的成绩")
COUNTY = Known(UserType.HR, 3, "金水区人力资源和社会保障局", "审核上述医院已通过的成绩")
CITY = Known(UserType.HR, 4, "郑州市人力资源和社会保障局", "审核市直单位已通过的成绩")
PROVINCE = Known(UserType.HR, 5, "河南省人力资源和社会保障厅", "审核省直单位已通过的成绩")
LEARNER = Known(UserType.LEARNER, 6, "金水区启明人民医院（示例）", "查看本人学时和成绩")
COMPETENT = Known(UserType.COMPETENT, 7, "河南省教育厅", "审核所属基地的培训计划")
SYSTEM = Known(UserType.SYSTEM, 8, "河南省继续教育系统管理办公室（示例）", "画流程草稿、提交发布")
SECURITY = Known(UserType.SECURITY, 9, "河南省继续教育安全管理办公室（示例）", "审核、发布流程；有一份待审核")
AUDIT = Known(UserType.AUDIT, 10, "河南省继续教育安全审计办公室（示例）", "查看流程版本和审计日志")
ALL = (BASE, EMPLOYER, COUNTY, CITY, PROVINCE, LEARNER, COMPETENT, SYSTEM, SECURITY, AUDIT)


def demo_accounts(session: Session) -> list[DemoAccount]:
    """Return the demo accounts that this database has: all of them, or none where there is no demo."""
    hashes = {sealer().lookup(known.resident_id): known for known in ALL}
    there = set(session.scalars(select(User.resident_id_hash).where(User.resident_id_hash.in_(hashes))))
    return [known.account() for hash_, known in hashes.items() if hash_ in there]
