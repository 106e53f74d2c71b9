"""首页: what everybody meets before signing in."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.services.notices.list import list_public
from app.views import context
from app.views.gate import public
from app.views.registration.blueprint import WIZARDS
from models import RegistrationKind, UserType

bp = Blueprint("front", __name__)

NOTICES = 8  # so many fit beside the inquiries


@dataclass(frozen=True)
class Entrance:
    """One user type's card; HR departments do not register."""

    user_type: UserType
    summary: str
    registers: RegistrationKind | None = None

    @property
    def register_url(self) -> str | None:
        """Where one registers, for the kinds that have a way to."""
        return url_for("registration.begin", kind=self.registers.value) if self.registers in WIZARDS else None


ENTRANCES = (
    Entrance(UserType.BASE, "申报培训计划，组织培训班，录入和申报学员成绩，提交年审报告。", RegistrationKind.BASE),
    Entrance(UserType.EMPLOYER, "审核本单位专业技术人员的注册和学时，管理单位人员。", RegistrationKind.EMPLOYER),
    Entrance(UserType.COMPETENT, "审核所属继续教育基地的培训计划和年审报告。", RegistrationKind.DEPARTMENT),
    Entrance(UserType.HR, "审核机构、培训计划和学时，发布通知，统计查询。"),
    Entrance(UserType.LEARNER, "查询本人年度学时和达标情况，维护个人信息。", RegistrationKind.LEARNER),
)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Lead each user type to its sign-in; whoever is signed in goes to his own first page."""
    if context.viewer():
        return redirect(url_for("home.start"))
    notices = list_public(context.session(), limit=NOTICES)
    return render_template("front/front.html", entrances=ENTRANCES, notices=notices.rows)
