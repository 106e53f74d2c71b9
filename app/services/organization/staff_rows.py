"""One row of a sheet of people: what it says, and what is wrong with it."""

from dataclasses import dataclass, field

from app.plain_text import tidy
from app.services.organization.staff import StaffFields
from app.services.spreadsheets.cells import Cell, ErrorValue, UncomputedFormula, shown
from app.services.spreadsheets.layout import Column, SheetLayout
from models import StaffKind
from models.learner import EDUCATIONS

KINDS = {kind.label: kind for kind in StaffKind}
LAYOUT = SheetLayout(
    "人员情况",
    (
        Column("name", "姓名", required=True, text=True),
        Column("kind", "人员类别", aliases=("类别",), required=True, choices=tuple(KINDS)),
        Column("education", "学历", required=True, choices=EDUCATIONS),
        Column("title", "职称", text=True, width=18),
        Column("specialty", "专业或任教科目", aliases=("专业/科目", "专业", "任教科目"), text=True, width=32),
        Column("employer_name", "所在单位", text=True, width=36),
    ),
)
LONGEST = {"name": 50, "title": 50, "specialty": 100, "employer_name": 100}
SHOWN = 40  # signs of a wrong cell: enough to find it again


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; `value` is what stands there."""

    column: str
    value: str
    reason: str


@dataclass
class CheckedRow:
    """A row with its cells as text by column key; `fields` once each of them was understood."""

    number: int
    cells: dict[str, str]
    fields: StaffFields | None = None
    problems: list[Problem] = field(default_factory=list)

    def blame(self, key: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        value = self.cells[key]
        value = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        self.problems.append(Problem(LAYOUT.column(key).title, value, reason))


def check_row(number: int, cells: tuple[Cell, ...], merged: tuple[str, ...]) -> CheckedRow:
    """Read one row; `merged` are the keys of columns whose cells are merged with others."""
    by_key = dict(zip((column.key for column in LAYOUT.columns), cells, strict=True))
    row = CheckedRow(number, {key: tidy(shown(cell)) for key, cell in by_key.items()})
    for column in LAYOUT.columns:
        reason = _wrong(column, row.cells[column.key], by_key[column.key], column.key in merged)
        if reason:
            row.blame(column.key, reason)
    if KINDS.get(row.cells["kind"]) is StaffKind.PART_TIME and not row.cells["employer_name"]:
        row.blame("employer_name", "兼职教师在其他单位任职，请填写其所在单位")
    if not row.problems:
        row.fields = StaffFields(**row.cells | {"kind": KINDS[row.cells["kind"]]})  # type: ignore[arg-type]
    return row


def _wrong(column: Column, text: str, cell: Cell, is_merged: bool) -> str | None:
    if is_merged:
        return "该单元格是合并单元格，请取消合并后逐行填写"
    if isinstance(cell, ErrorValue | UncomputedFormula):
        return "该单元格是没有结果的公式，请直接填写内容"
    if column.required and not text:
        return f"请{'选择' if column.choices else '填写'}{column.title}"
    if column.choices and text not in column.choices:
        return f"{column.title}请填写{'、'.join(column.choices)}之一"
    most = LONGEST.get(column.key)
    if most and len(text) > most:
        return f"{column.title}最多 {most} 字，现有 {len(text)} 字，请缩短"
    return None
