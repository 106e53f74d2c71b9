"""What a list of the inbox shows, all its pages at once, as .xlsx; each export leaves a line in the audit log.

Id numbers are masked as on the page. Rows are read in chunks, so that a long list needs no more memory than a page.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.errors import Refusal
from app.permissions import Actor, Permission
from app.services.audit import record
from app.services.calendar.deadline import deadline_of
from app.services.guard import require
from app.services.inbox.columns import columns_of
from app.services.inbox.decided import DecidedFilter, DecidedKey, count_decisions, list_decided
from app.services.inbox.filter import InboxFilter
from app.services.inbox.groups import GroupKey, count_rows_of, find_group
from app.services.inbox.items.item import Column, text_of
from app.services.inbox.rows import count_rows, list_rows
from app.services.inbox.scope import is_waiting_for
from app.services.instances.names import names_of
from app.services.page import Page
from app.services.spreadsheets.layout import Column as SheetColumn
from app.services.spreadsheets.layout import SheetLayout
from app.services.spreadsheets.writing import write_sheet
from app.services.waiting import days_since
from models import Diagram, Instance, Organization, UserTask, WorkItem

MOST = 20_000
CHUNK = 1_000
WAITING = SheetLayout(
    "待办事项",
    (
        SheetColumn("name", "事项", width=24),
        SheetColumn("group_name", "所属", width=32),
        SheetColumn("process_name", "类型", width=16),
        SheetColumn("task_name", "环节", width=18),
        SheetColumn("submitter", "申报单位", width=32),
        SheetColumn("submitted_at", "提交时间", width=18),
        SheetColumn("opened_at", "到达时间", width=18),
        SheetColumn("waiting_days", "等待天数"),
        SheetColumn("due_at", "办理期限", width=18),
        SheetColumn("due_text", "距期限", width=20),
    ),
)
LIMIT = SheetColumn("due_text", "办理期限", width=32)
DECIDED = SheetLayout(
    "已办事项",
    (
        SheetColumn("name", "事项", width=24),
        SheetColumn("group_name", "所属", width=32),
        SheetColumn("process_name", "类型", width=16),
        SheetColumn("task_name", "环节", width=18),
        SheetColumn("label", "结论"),
        SheetColumn("comment", "意见", width=36),
        SheetColumn("who", "办理人"),
        SheetColumn("at", "办理时间", width=18),
        SheetColumn("place", "目前", width=18),
    ),
)


class TooManyRows(Refusal):
    """符合条件的有{count:,}条，一次最多导出{most:,}条。请先缩小筛选范围，分几次导出。"""


class NothingToExport(Refusal):
    """没有符合条件的事项，没有可导出的内容。请清空或放宽筛选条件。"""


def export_group(session: Session, key: GroupKey, asked: InboxFilter, *, by: Actor) -> tuple[str, bytes]:
    """The rows of a group in the columns that the reader shows; with the group's name."""
    require(by, Permission.INBOX_EXPORT)
    group = find_group(session, key, by=by)
    _note(session, by, "group", count_rows(session, key, by=by, asked=asked).count, asked, group=str(key))
    columns = columns_of(session, group.kind, by=by).shown
    layout = SheetLayout("待办明细", tuple(_sheet_columns(columns)))
    rows = _chunks(lambda after: list_rows(session, key, by=by, asked=asked, after=int(after or 0), limit=CHUNK))
    lines = ([_plain(text_of(row, column.key)) for column in layout.columns] for row in rows)
    return group.facts.name, write_sheet(layout, lines)


def export_waiting(session: Session, asked: InboxFilter, *, by: Actor) -> bytes:
    """Every row of whatever kind that the filter of the inbox matches."""
    require(by, Permission.INBOX_EXPORT)
    _note(session, by, "waiting", count_rows_of(session, by=by, asked=asked), asked)
    return write_sheet(WAITING, (_line(WAITING, row) for row in _waiting(session, by, asked)))


def export_decided(session: Session, asked: DecidedFilter, *, by: Actor) -> bytes:
    """Every decision that the filter matches."""
    require(by, Permission.INBOX_EXPORT)
    _note(session, by, "decided", count_decisions(session, asked, by=by, most=MOST + 1), asked)
    rows = _chunks(
        lambda after: list_decided(session, asked, by=by, after=DecidedKey.parse(after or ""), limit=CHUNK)
    )
    lines = ({**vars(row), "label": row.label, "place": row.word.text} for row in rows)
    return write_sheet(DECIDED, (_line(DECIDED, line) for line in lines))


def _note(session: Session, by: Actor, of: str, count: int, asked: Any, **detail: Any) -> None:
    """Refuse what is too long or empty, and write the rest down: which conditions, not their text."""
    if count > MOST:
        raise TooManyRows(count=count, most=MOST)
    if not count:
        raise NothingToExport()
    conditions = sorted(name for name, value in vars(asked).items() if value not in (None, ""))
    record(session, by=by, action=Permission.INBOX_EXPORT, list=of, rows=count, conditions=conditions, **detail)


def _chunks(page_after: Callable[[str | None], Page[Any]]) -> Iterator[Any]:
    after: str | None = None
    while True:
        page = page_after(after)
        yield from page.rows
        after = page.next_after
        if after is None:
            return


def _waiting(session: Session, by: Actor, asked: InboxFilter) -> Iterator[dict[str, Any]]:
    submitter = aliased(Organization)
    query = (
        select(
            WorkItem.id,
            WorkItem.instance_id,
            Instance.item_kind,
            Instance.item_id,
            Diagram.name.label("process_name"),
            UserTask.name.label("task_name"),
            func.coalesce(submitter.name, "个人提交").label("submitter"),
            Instance.started_at.label("submitted_at"),
            WorkItem.opened_at,
            days_since(WorkItem.opened_at).label("waiting_days"),
            WorkItem.due_at,
        )
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .outerjoin(submitter, submitter.id == Instance.organization_id)
        .where(is_waiting_for(by), *asked.on_groups(), *asked.on_rows())
        .order_by(WorkItem.id)
        .limit(CHUNK)
    )
    last = 0
    while rows := [dict(row._mapping) for row in session.execute(query.where(WorkItem.id > last))]:
        names = names_of(session, rows)
        yield from ({**row, **names[row["instance_id"]], "due_text": _due(row["due_at"])} for row in rows)
        last = rows[-1]["id"]


def _due(due_at: datetime | None) -> str:
    deadline = deadline_of(due_at)
    return deadline.text if deadline else ""


def _line(layout: SheetLayout, row: dict[str, Any]) -> Sequence[Any]:
    return [_plain(row.get(column.key)) for column in layout.columns]


def _plain(value: Any) -> Any:
    """Moments as they are read on the page; a sheet knows no time zones."""
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value


def _sheet_columns(columns: Sequence[Column]) -> Iterator[SheetColumn]:
    """Beside the days that a row waits stands its limit, as on the page."""
    for column in columns:
        yield _sheet_column(column)
        if column.key == "waiting_days":
            yield LIMIT


def _sheet_column(column: Column) -> SheetColumn:
    width = {"number": 10, "name": 12, "date": 18, "id": 24}.get(column.look, 28)
    return SheetColumn(column.key, column.label, text=column.look == "id", width=width)
