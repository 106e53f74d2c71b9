"""Many people of a base at once, from a filled template: all of them, or the right rows when the user says so."""

import os
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from typing import IO, ClassVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.files import storage
from app.services.guard import require
from app.services.organization.holding import hold_organization
from app.services.organization.staff import StaffFields
from app.services.organization.staff_rows import LAYOUT, CheckedRow, check_row
from app.services.spreadsheets.limits import DEFAULT_LIMITS, MEBIBYTE, ReadLimits
from app.services.spreadsheets.reading import SheetContent, read_sheet
from app.services.spreadsheets.refusals import FileTooLarge, SpreadsheetRefused
from app.services.spreadsheets.writing import write_sheet
from models import Staff

FOLDER = "staff-imports"
MOST = 1_000  # rows: so many wrong ones still fit on one page
BLANK_ROWS = 300
NOTES = (
    "1. 带 * 的列必须填写：姓名、人员类别、学历；人员类别和学历请从下拉列表中选择。",
    "2. 人员类别为“兼职教师”的，必须填写所在单位。",
    "3. 每人一行，不要合并单元格，不要改动表头；同名的人请在职称、专业或所在单位中写出区别。",
    f"4. 一个文件最多 {MOST:,} 行。有错误的行会列出行号、列和原因，由您决定是否跳过。",
)


class StaffFileRefused(FieldRefusal):
    """没有导入任何人员：{reason}"""

    field: ClassVar[str] = "file"


class NobodyInFile(FieldRefusal):
    """表格里没有人员：表头以下没有填写任何一行，请填写后再上传。"""

    field: ClassVar[str] = "file"


@dataclass(frozen=True)
class StaffImported:
    """What became of a file; `right` rows of which nothing was `added` wait for the user's decision."""

    added: int
    right: Sequence[CheckedRow]
    wrong: Sequence[CheckedRow]


def template_file(*, by: Actor) -> bytes:
    """The .xlsx to fill in."""
    require(by, Permission.STAFF_EDIT)
    return write_sheet(LAYOUT, notes=NOTES, blank_rows=BLANK_ROWS)


def import_staff(session: Session, content: IO[bytes], *, skip_wrong: bool, by: Actor) -> StaffImported:
    """Add everybody in the file; when a row is wrong nobody, or with `skip_wrong` those of the right rows.

    Raises StaffFileRefused and NobodyInFile.
    """
    require(by, Permission.STAFF_EDIT)
    sheet = _read(content)
    by = confirm(session, by, Permission.STAFF_EDIT)
    hold_organization(session, by=by)
    rows = [check_row(number, cells, sheet.merged.get(number, ())) for number, cells in sheet.rows]
    _blame_repeated(session, rows, by=by)
    right, wrong = [row for row in rows if not row.problems], [row for row in rows if row.problems]
    if not right or (wrong and not skip_wrong):
        return StaffImported(0, right, wrong)
    # The list shows the newest first: added from below, they stand there as in the file.
    values = [asdict(row.fields) | {"base_id": by.organization_id} for row in reversed(right) if row.fields]
    session.execute(insert(Staff), values)
    record(session, by=by, action="staff:import", rows=len(right), skipped=len(wrong))
    return StaffImported(len(right), right, wrong)


def _read(content: IO[bytes]) -> SheetContent:
    """A file is kept only while it is read, and never when it is too large."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    most = DEFAULT_LIMITS.file_bytes
    try:
        if size > most:
            raise FileTooLarge(megabytes=round(size / MEBIBYTE, 1), limit=most // MEBIBYTE)
        sheet = _read_stored(content)
    except SpreadsheetRefused as refused:
        raise StaffFileRefused(reason=str(refused)) from refused
    if not sheet.rows:
        raise NobodyInFile()
    return sheet


def _read_stored(content: IO[bytes]) -> SheetContent:
    key = storage().put(content, folder=FOLDER)
    try:
        with storage().local(key) as path:
            return read_sheet(path, LAYOUT, ReadLimits(rows=MOST))
    finally:
        storage().delete(key)


def _blame_repeated(session: Session, rows: Sequence[CheckedRow], *, by: Actor) -> None:
    """Nobody is entered twice: neither who is on the list nor who stands further up in the file."""
    names = {row.fields.name for row in rows if row.fields}
    columns = (Staff.name, Staff.kind, Staff.education, Staff.title, Staff.specialty, Staff.employer_name)
    query = select(*columns).where(Staff.base_id == by.organization_id, Staff.name.in_(names))
    listed = {StaffFields(*known) for known in session.execute(query)}
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        if row.fields is None:
            continue
        above = first.setdefault(astuple(row.fields), row.number)
        if row.fields in listed:
            row.blame("name", "已在人员名单中，各项内容完全相同，请删除此行；同名的另一人请写出区别")
        elif above != row.number:
            row.blame("name", f"与第{above}行完全相同，请删除其中一行；同名的另一人请写出区别")
