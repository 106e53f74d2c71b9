"""The rooms and the people of the demo's first base."""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.organization.staff import StaffFields, add_staff
from app.services.organization.venues import VenueFields, add_venue
from models import Ownership, StaffKind, VenueKind

VENUES = (
    VenueFields(
        "第一报告厅", VenueKind.CLASSROOM, Decimal("320.5"), 260, Ownership.OWN, "投影、扩声系统、录播设备"
    ),
    VenueFields(
        "计算机机房",
        VenueKind.COMPUTER_ROOM,
        Decimal("150.0"),
        60,
        Ownership.OWN,
        "学员机 60 台、教师机 1 台、交换机",
    ),
    VenueFields(
        "综合实训中心", VenueKind.PRACTICE, Decimal("480.0"), 80, Ownership.RENTED, "实训工位 40 个、多媒体一体机"
    ),
)
PART_TIME_AT = "中原示范大学（示例）"
STAFF = (
    StaffFields("郭培训", StaffKind.MANAGER, "硕士研究生", "高级经济师", "培训管理"),
    StaffFields("杜教务", StaffKind.MANAGER, "大学本科", "", "教务管理"),
    StaffFields("孟讲师", StaffKind.FULL_TIME, "博士研究生", "教授", "职业道德与法律法规"),
    StaffFields("秦讲师", StaffKind.FULL_TIME, "硕士研究生", "副教授", "人工智能基础"),
    StaffFields("傅讲师", StaffKind.FULL_TIME, "硕士研究生", "讲师", "教育信息化"),
    StaffFields("沈教授", StaffKind.PART_TIME, "博士研究生", "教授", "教育心理学", PART_TIME_AT),
)


def furnish(session: Session, membership_id: int) -> None:
    """Enter them as the member of the base would."""
    by = load_actor(session, membership_id=membership_id)
    if by is None:
        raise LookupError(membership_id)
    for venue in VENUES:
        add_venue(session, venue, by=by)
    for person in STAFF:
        add_staff(session, person, by=by)
