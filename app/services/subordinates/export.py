"""The organisations below as .xlsx: what the filter shows, all pages; each export is written down."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.audit import record
from app.services.spreadsheets.layout import Column, SheetLayout
from app.services.spreadsheets.writing import write_sheet
from app.services.subordinates.list import Subordinate, SubordinateFilter, list_subordinates

MOST = 20_000
ACTION = "organization:export"
LAYOUT = SheetLayout(
    "下级机构",
    (
        Column("name", "单位名称", width=36),
        Column("kind", "单位类型"),
        Column("level", "级别"),
        Column("credit_code", "统一社会信用代码", width=22),
        Column("region", "所属区域", width=16),
        Column("superior", "上级单位", width=32),
        Column("contact", "联系人"),
        Column("phone", "联系电话", width=16),
        Column("chief", "超级管理员"),
        Column("state", "状态"),
    ),
)


class TooManySubordinates(Refusal):
    """符合条件的下级机构超过{most:,}个，一次不能导出，请按区域或单位类型缩小范围。"""


def export_subordinates(session: Session, asked: SubordinateFilter, *, by: Actor) -> bytes:
    """All that the filter shows. Raises TooManySubordinates, NotFound."""
    page = list_subordinates(session, by=by, asked=asked, limit=MOST)
    if page.next_after is not None:
        raise TooManySubordinates(most=MOST)
    record(session, by=by, action=ACTION, rows=len(page.rows), filter=asdict(asked))
    return write_sheet(LAYOUT, (_cells(one) for one in page.rows))


def _cells(one: Subordinate) -> tuple[str, ...]:
    return (
        one.name, one.kind.label, one.level.label, one.credit_code, one.region_name, one.superior_name,
        one.contact_name, one.contact_phone, one.chief, "启用" if one.is_enabled else "已停用",
    )  # fmt: skip
