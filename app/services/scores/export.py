"""What the list of a base's scores shows, all its pages at once, as .xlsx; each export is in the audit log.

Id numbers are masked as on the page. Rows are read in chunks, so that a long list needs no more memory than a page.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor, Permission
from app.services.audit import record
from app.services.guard import require
from app.services.scores.counts import count_up_to
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import ScoreRow, list_scores
from app.services.scores.window import Window
from app.services.spreadsheets.layout import Column, SheetLayout
from app.services.spreadsheets.writing import write_sheet

MOST = 20_000
CHUNK = 1_000
LAYOUT = SheetLayout(
    "学员成绩",
    (
        Column("learner_name", "学员"),
        Column("masked_id", "身份证号", text=True, width=24),
        Column("employer_name", "用人单位", width=32),
        Column("class_name", "培训班", width=32),
        Column("subject_type", "科目类型"),
        Column("hours", "学时"),
        Column("training_year", "培训年度"),
        Column("credit_year", "继续教育年度"),
        Column("value", "成绩"),
        Column("remark", "备注", width=32),
        Column("entered_at", "录入时间", width=18),
        Column("state", "状态", width=18),
        Column("holder", "当前办理单位", width=32),
        Column("waiting_days", "等待天数"),
    ),
)


class TooManyScores(Refusal):
    """符合条件的成绩超过{most:,}条，一次最多导出{most:,}条。请按培训班、年度或状态缩小筛选范围，分几次导出。"""


class NoScoresToExport(Refusal):
    """没有符合条件的成绩，没有可导出的内容。请清空或放宽筛选条件。"""


def export_scores(session: Session, asked: ScoreFilter, *, by: Actor) -> bytes:
    """Every score of the base that the filter means, newest first. Raises TooManyScores, NoScoresToExport."""
    require(by, Permission.SCORE_EXPORT)
    count = count_up_to(session, asked, MOST + 1, by=by)
    if count > MOST:
        raise TooManyScores(most=MOST)
    if not count:
        raise NoScoresToExport()
    conditions = sorted(name for name, value in vars(asked).items() if value not in (None, ""))
    record(session, by=by, action=Permission.SCORE_EXPORT, rows=count, conditions=conditions)
    return write_sheet(
        LAYOUT, ([_cell(row, column.key) for column in LAYOUT.columns] for row in _all(session, asked, by))
    )


def _all(session: Session, asked: ScoreFilter, by: Actor) -> Iterator[ScoreRow]:
    after: int | None = None
    while True:
        page = list_scores(session, asked, Window(after=after, limit=CHUNK), by=by)
        yield from page.rows
        if not page.has_older:
            return
        after = page.rows[-1].id


def _cell(row: ScoreRow, key: str) -> Any:
    """As it is read on the page: state in words, moments without a zone, which a sheet does not know."""
    if key == "state":
        return row.word.text
    if key == "subject_type":
        return row.subject_type.label
    if key == "entered_at":
        return row.entered_at.strftime("%Y-%m-%d %H:%M")
    return getattr(row, key)
