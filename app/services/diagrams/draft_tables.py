"""The decision tables of a draft: listed, changed, taken in and out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor
from app.plain_text import tidy
from app.services.audit import record
from app.services.diagrams.drafts import (
    EDIT,
    LARGEST,
    LONGEST_NAME,
    DraftContent,
    expect_revision,
    hold_draft,
    keep_files,
)
from app.services.diagrams.grids import Grid, grid_of, sheet_of
from app.services.diagrams.vocabulary import domains, vocabulary
from workflows.engine import Problem, Sheet, decisions_of, problems_of_tables, write_sheet

ENDING = ".dmn"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


class TableNameMissing(FieldRefusal):
    """请填写决策表名称，不超过 40 个字，例如“按基地级别定审核层级”。"""

    field = "name"


class TableFileWrong(FieldRefusal):
    """该文件不能用作决策表，没有载入：{reasons}"""

    field = "file"


class TableFileTooLarge(FieldRefusal):
    """决策表文件不能超过 1 MB，也不能为空，请删去多余的内容。"""

    field = "file"


@dataclass(frozen=True)
class DraftTable:
    """A file with decision tables; `key` names it in addresses. One with several tables is not changed here."""

    key: str
    file: str
    sheets: Sequence[Sheet]
    is_used: bool

    @property
    def name(self) -> str:
        """What its tables are called."""
        return "、".join(sheet.name or sheet.id for sheet in self.sheets) or self.file

    @property
    def is_editable(self) -> bool:
        """Whether the form can show it."""
        return len(self.sheets) == 1


def list_tables(draft: DraftContent) -> list[DraftTable]:
    """The tables of a draft, by file name."""
    return [_table(draft, file) for file in sorted(draft.files) if file.endswith(ENDING)]


def find_table(draft: DraftContent, key: str) -> DraftTable:
    """One of them. Raises NotFound."""
    if key + ENDING not in draft.files:
        raise NotFound()
    return _table(draft, key + ENDING)


def grid_in(draft: DraftContent, table: DraftTable) -> Grid:
    """A table as the form shows it. Raises NotFound for a file of several tables."""
    if not table.is_editable:
        raise NotFound()
    return grid_of(table.sheets[0], vocabulary(draft.process_id).variables)


def problems_of_table(process_id: str, file: str, text: str) -> list[Problem]:
    """What is wrong with a table by itself, whatever calls it."""
    return problems_of_tables(file, text.encode("utf-8", "surrogatepass"), domains(process_id))


def save_table(session: Session, draft_id: int, key: str | None, grid: Grid, *, by: Actor, revision: int) -> str:
    """Keep a table, or (key None) a new one, as the draft's next revision; returns its key.

    A table may be wrong while it is written. Raises NotFound, DraftClosed, DraftChanged, TableNameMissing.
    """
    draft, by = hold_draft(session, draft_id, by=by)
    expect_revision(session, draft, revision)
    name = tidy(grid.name)
    if not name or len(name) > LONGEST_NAME:
        raise TableNameMissing()
    key, table_id = _free(draft.files) if key is None else (key, _id_in(draft.files, key))
    sheet = sheet_of(replace(grid, name=name), table_id, vocabulary(draft.process_id).variables)
    keep_files(session, draft, {**draft.files, key + ENDING: write_sheet(sheet)}, by)
    record(session, by=by, action=EDIT, act="table", draft=draft.id, file=key + ENDING, revision=draft.revision)
    return key


def upload_table(session: Session, draft_id: int, content: bytes, *, by: Actor) -> str:
    """Take in a file of another tool; one with the same table takes its place. Returns its key.

    Raises NotFound, DraftClosed, TableFileTooLarge, TableFileWrong.
    """
    draft, by = hold_draft(session, draft_id, by=by)
    if not content.strip() or len(content) > LARGEST:
        raise TableFileTooLarge()
    file = "table" + ENDING
    sheets, problems = decisions_of(file, content)
    if b"\x00" in content:
        raise TableFileWrong(reasons="其中有文字以外的内容，请从 DMN 工具中重新导出。")
    found = problems or problems_of_tables(file, content, {})
    if found or not sheets:
        reasons = [problem.message.replace(f"“{file}”", "") for problem in found[:3]]
        raise TableFileWrong(reasons="".join(reasons) or "其中没有决策表，请从 DMN 工具中导出 .dmn 文件。")
    key = _key_for(draft.files, {sheet.id for sheet in sheets}, sheets[0].id)
    keep_files(session, draft, {**draft.files, key + ENDING: content.decode("utf-8-sig")}, by)
    record(session, by=by, action=EDIT, act="table", draft=draft.id, file=key + ENDING, revision=draft.revision)
    return key


def delete_table(session: Session, draft_id: int, key: str, *, by: Actor, revision: int) -> None:
    """Take a table out of the draft. Raises NotFound, DraftClosed, DraftChanged."""
    draft, by = hold_draft(session, draft_id, by=by)
    expect_revision(session, draft, revision)
    if key + ENDING not in draft.files:
        raise NotFound()
    keep_files(session, draft, {name: text for name, text in draft.files.items() if name != key + ENDING}, by)
    record(session, by=by, action=EDIT, act="drop_table", draft=draft.id, file=key + ENDING)


def _table(draft: DraftContent, file: str) -> DraftTable:
    sheets, _ = decisions_of(file, draft.files[file].encode())
    diagrams = [text for name, text in draft.files.items() if name.endswith(".bpmn")]
    used = any(f">{sheet.id}</" in text for sheet in sheets for text in diagrams)
    return DraftTable(file.removesuffix(ENDING), file, sheets, used)


def _ids(files: Mapping[str, str]) -> dict[str, str]:
    """The files of the tables, by the ids of the tables."""
    found = {}
    for file in sorted(files):
        if file.endswith(ENDING):
            found.update({sheet.id: file for sheet in decisions_of(file, files[file].encode())[0]})
    return found


def _id_in(files: Mapping[str, str], key: str) -> str:
    sheets = decisions_of(key + ENDING, files[key + ENDING].encode())[0] if key + ENDING in files else []
    if len(sheets) != 1:
        raise NotFound()
    return sheets[0].id


def _free(files: Mapping[str, str]) -> tuple[str, str]:
    """A file name and an id that no table of the draft has."""
    ids = _ids(files)
    number = next(n for n in count(1) if f"table_{n}{ENDING}" not in files and f"table_{n}" not in ids)
    return f"table_{number}", f"table_{number}"


def _key_for(files: Mapping[str, str], ids: set[str], wanted: str) -> str:
    there = next((file for table_id, file in _ids(files).items() if table_id in ids), None)
    if there is not None:
        return there.removesuffix(ENDING)
    return wanted if _PLAIN.fullmatch(wanted) and wanted + ENDING not in files else _free(files)[0]
