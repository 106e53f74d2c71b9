"""Statistics as .xlsx: what a page shows, all its pages at once; each export leaves a line in the audit log."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor
from app.services.audit import record
from app.services.page import Page
from app.services.spreadsheets.layout import Column, SheetLayout
from app.services.spreadsheets.writing import write_sheet
from app.services.statistics.bases import own_figures
from app.services.statistics.departments import by_base, by_employer, by_region, by_year
from app.services.statistics.figures import Line
from app.services.statistics.learners import LearnerLine, Progress, list_learners

MOST = 100_000
ACTION = "statistics:export"

_FIGURES = (
    Column("registered", "注册人数"),
    Column("reached", "达标人数"),
    Column("reach_rate", "达标率（%）"),
    Column("people", "参训人数"),
    Column("declared", "申报（条）"),
    Column("qualified", "合格（条）"),
    Column("rejected", "不予通过（条）"),
    Column("revoked", "审验不通过（条）"),
    Column("in_review", "审核中（条）"),
    Column("hours", "合格学时"),
    Column("pass_rate", "通过率（%）"),
)
_TAUGHT = (Column("classes", "培训班"), *_FIGURES[3:])
LEARNERS = SheetLayout(
    "学员年度完成情况",
    (
        Column("name", "姓名"),
        Column("masked_id", "身份证号", width=24),
        Column("total", "合计学时"),
        Column("public", "公需学时"),
        Column("professional", "专业学时"),
        Column("pending", "审核中学时"),
        Column("missing", "还差学时"),
        Column("missing_public", "还差公需"),
        Column("missing_professional", "还差专业"),
        Column("standing", "是否达标"),
    ),
)


class TooManyLines(Refusal):
    """符合条件的记录超过{most:,}行，一次不能导出。请先缩小范围，分几次导出。"""


def export_regions(session: Session, year: int, *, by: Actor, region_code: str | None) -> bytes:
    """The parts of a region."""
    lines = by_region(session, year, by=by, region_code=region_code)
    return _export(session, by, lines, "地区", _FIGURES, view="regions", year=year, region=region_code)


def export_years(session: Session, *, by: Actor, region_code: str | None) -> bytes:
    """The years of a region."""
    lines = by_year(session, by=by, region_code=region_code)
    return _export(session, by, lines, "年度", _FIGURES, view="years", region=region_code)


def export_employers(session: Session, year: int, *, by: Actor, region_code: str | None) -> bytes:
    """The employers of a region. Raises TooManyLines."""
    lines = _whole(by_employer(session, year, by=by, region_code=region_code, limit=MOST))
    return _export(session, by, lines, "用人单位", _FIGURES, view="employers", year=year, region=region_code)


def export_bases(session: Session, year: int, *, by: Actor) -> bytes:
    """The bases beneath. Raises TooManyLines."""
    lines = _whole(by_base(session, year, by=by, limit=MOST))
    return _export(session, by, lines, "继续教育基地", _TAUGHT, view="bases", year=year)


def export_own(session: Session, *, by: Actor) -> bytes:
    """A base's own figures."""
    return _export(session, by, own_figures(session, by=by), "年度", _TAUGHT, view="own")


def export_learners(session: Session, year: int, *, by: Actor, progress: Progress | None, text: str = "") -> bytes:
    """An employer's people, their id numbers masked. Raises TooManyLines."""
    lines = _whole(list_learners(session, year, by=by, progress=progress, text=text, limit=MOST))
    asked = {"year": year, "progress": progress, "text": text}
    record(session, by=by, action=ACTION, view="learners", rows=len(lines), filter=asked)
    return write_sheet(LEARNERS, (_learner(line) for line in lines))


def _whole(page: Page[Any]) -> Sequence[Any]:
    if page.next_after is not None:
        raise TooManyLines(most=MOST)
    return page.rows


def _export(
    session: Session,
    by: Actor,
    lines: Sequence[Line],
    label: str,
    columns: tuple[Column, ...],
    *,
    view: str,
    **asked: Any,
) -> bytes:
    record(session, by=by, action=ACTION, view=view, rows=len(lines), filter=asked)
    layout = SheetLayout("查询统计", (Column("label", label, width=36), Column("note", "说明", width=16), *columns))
    return write_sheet(layout, (_cells(line, columns) for line in lines))


def _cells(line: Line, columns: Iterable[Column]) -> list[Any]:
    return [line.label, line.note, *(getattr(line.figures, column.key) for column in columns)]


def _learner(line: LearnerLine) -> list[Any]:
    standing = "标准未公布" if line.standard is None else "已达标" if line.is_reached else "未达标"
    return [
        line.name, line.masked_id, line.total, line.public, line.professional, line.pending,
        line.missing, line.missing_public, line.missing_professional, standing,
    ]  # fmt: skip
