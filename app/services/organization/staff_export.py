"""The people of a base as .xlsx: the whole list, in the order of the page; each export is written down."""

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.audit import record
from app.services.organization.staff import list_staff
from app.services.spreadsheets.layout import Column, SheetLayout
from app.services.spreadsheets.writing import write_sheet

MOST = 10_000

LAYOUT = SheetLayout(
    "人员情况",
    (
        Column("name", "姓名"),
        Column("kind", "人员类别"),
        Column("education", "学历"),
        Column("title", "职称", width=18),
        Column("specialty", "专业或任教科目", width=32),
        Column("employer_name", "所在单位", width=36),
    ),
)


class TooManyPeople(Refusal):
    """人员名单超过{most:,}人，一次不能导出，请先删除已不在基地任职的人员。"""


def export_staff(session: Session, *, by: Actor) -> bytes:
    """Everybody of the actor's base. Raises TooManyPeople."""
    page = list_staff(session, by=by, limit=MOST)
    if page.next_after is not None:
        raise TooManyPeople(most=MOST)
    record(session, by=by, action="staff:export", rows=len(page.rows))
    return write_sheet(
        LAYOUT,
        (
            (row.name, row.kind.label, row.education, row.title, row.specialty, row.employer_name)
            for row in page.rows
        ),
    )
