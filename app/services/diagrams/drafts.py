"""Drafts: what administrators draw on before it is released."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, Refusal
from app.permissions import Actor, Permission, owns
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.diagrams.checking import bundle_from, problems_to_people
from app.services.guard import require
from models import Diagram, DiagramDraft, DiagramVersion, DraftState, User
from workflows.engine import Problem, ignored_extensions

EDIT = Permission.DIAGRAM_EDIT
LARGEST = 1_048_576  # bytes of one diagram
LONGEST_NAME = 40
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps


class DraftChanged(Refusal):
    """{by_name}已于 {at:%H:%M} 保存了新内容，您的修改没有保存，对方的也未被覆盖。请导出您的图，重新载入后再改。"""


class DraftClosed(Refusal):
    """该草稿已发布或已废弃，不能再修改。请从当前版本新建草稿。"""


class DraftNameMissing(FieldRefusal):
    """请填写草稿名称，不超过 40 个字，写明改了什么，例如“增加市级审核”。"""

    field = "name"


class DiagramTooLarge(FieldRefusal):
    """流程图文件不能超过 1 MB，也不能为空。"""

    field = "file"


class DiagramNotText(FieldRefusal):
    """该文件不是 UTF-8 编码的 BPMN 文件，请从流程设计工具中重新导出 .bpmn 文件。"""

    field = "file"


@dataclass(frozen=True)
class DraftContent:
    """A draft as the editor shows it; `xml` is the diagram of the process itself."""

    id: int
    process_id: str
    process_name: str
    name: str
    revision: int
    state: DraftState
    base_version_id: int
    base_number: int
    files: Mapping[str, str]
    created_at: datetime
    saved_by: str
    saved_at: datetime

    @property
    def xml(self) -> str:
        """The main diagram."""
        return self.files[f"{self.process_id}.bpmn"]

    @property
    def is_open(self) -> bool:
        """Whether it may still be drawn on."""
        return self.state is DraftState.OPEN


def start_draft(session: Session, version_id: int, name: str, *, by: Actor) -> int:
    """Begin a draft from a version, the current one or an old one that is to be restored. Returns its id.

    Raises NotFound, DraftNameMissing.
    """
    by = confirm(session, by, EDIT)
    version = session.get(DiagramVersion, version_id)
    if version is None:
        raise NotFound()
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise DraftNameMissing()
    draft = DiagramDraft(
        process_id=version.process_id,
        organization_id=by.organization_id,
        name=name,
        base_version_id=version.id,
        files=version.files,
        created_by_id=by.user_id,
        saved_by_id=by.user_id,
    )
    session.add(draft)
    session.flush()
    record(session, by=by, action=EDIT, draft=draft.id, process=draft.process_id, version=version.number)
    return draft.id


def list_drafts(session: Session, process_id: str, *, by: Actor) -> Sequence[DraftContent]:
    """The open drafts of a process, the newest first."""
    require(by, Permission.DIAGRAM_VIEW)
    query = _reading().where(DiagramDraft.process_id == process_id, DiagramDraft.state == DraftState.OPEN)
    return [DraftContent(**row._mapping) for row in session.execute(query.order_by(DiagramDraft.id.desc()))]


def read_draft(session: Session, draft_id: int, *, by: Actor) -> DraftContent:
    """A draft; all three offices may look at it. Raises NotFound."""
    require(by, Permission.DIAGRAM_VIEW)
    row = session.execute(_reading().where(DiagramDraft.id == draft_id)).one_or_none()
    if row is None:
        raise NotFound()
    return DraftContent(**row._mapping)


def save_draft(session: Session, draft_id: int, *, by: Actor, xml: str, revision: int) -> int:
    """Keep the diagram as the next revision, if `revision` is still the newest. Returns the new revision.

    A draft may be wrong while it is drawn; the checks count when it is released. Raises NotFound, DraftClosed,
    DraftChanged (who saved meanwhile), DiagramTooLarge, DiagramNotText.
    """
    draft, by = hold_draft(session, draft_id, by=by)
    expect_revision(session, draft, revision)
    if not xml.strip() or len(xml.encode("utf-8", "surrogatepass")) > LARGEST:
        raise DiagramTooLarge()
    if _NO_TEXT.search(xml):
        raise DiagramNotText()
    keep_files(session, draft, {**draft.files, f"{draft.process_id}.bpmn": xml}, by)
    return draft.revision


def upload_diagram(session: Session, draft_id: int, content: bytes, *, by: Actor) -> Sequence[Problem]:
    """Put a file in the place of the draft's diagram; returns what is wrong with it, which is kept nevertheless.

    Raises NotFound, DraftClosed, DiagramTooLarge, DiagramNotText.
    """
    draft, by = hold_draft(session, draft_id, by=by)
    if not content.strip() or len(content) > LARGEST:
        raise DiagramTooLarge()
    try:
        xml = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DiagramNotText() from None
    if _NO_TEXT.search(xml):
        raise DiagramNotText()
    keep_files(session, draft, {**draft.files, f"{draft.process_id}.bpmn": xml}, by)
    record(session, by=by, action=EDIT, act="upload", draft=draft.id, revision=draft.revision)
    return problems_to_people(bundle_from(draft.process_id, draft.files))


def discard_draft(session: Session, draft_id: int, *, by: Actor) -> str:
    """Give a draft up; returns the process that it was for. Raises NotFound, DraftClosed."""
    draft, by = hold_draft(session, draft_id, by=by)
    draft.state = DraftState.DISCARDED
    record(session, by=by, action=EDIT, act="discard", draft=draft.id)
    return draft.process_id


def check_draft(process_id: str, xml: str, others: Mapping[str, str] | None = None) -> Sequence[Problem]:
    """What is wrong with a diagram as it is drawn now; `others` are the bundle's further files."""
    return problems_to_people(bundle_from(process_id, {**(others or {}), f"{process_id}.bpmn": xml}))


def ignored_in(draft: DraftContent) -> Sequence[str]:
    """What other tools wrote into a draft's files for themselves, in a sentence for each file."""
    return ignored_extensions(bundle_from(draft.process_id, draft.files).files)


def hold_draft(session: Session, draft_id: int, *, by: Actor) -> tuple[DiagramDraft, Actor]:
    """Lock an open draft of the actor's office, to be changed. Raises NotFound, DraftClosed."""
    by = confirm(session, by, EDIT)
    query = select(DiagramDraft).where(DiagramDraft.id == draft_id).with_for_update()
    draft = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if draft is None or not owns(by, organization_id=draft.organization_id):
        raise NotFound()
    if draft.state is not DraftState.OPEN:
        raise DraftClosed()
    return draft, by


def expect_revision(session: Session, draft: DiagramDraft, revision: int) -> None:
    """Refuse to write over what somebody else saved. Raises DraftChanged."""
    if draft.revision != revision:
        saved_by = session.get_one(User, draft.saved_by_id).name
        raise DraftChanged(by_name=saved_by, at=draft.saved_at, revision=draft.revision)


def keep_files(session: Session, draft: DiagramDraft, files: Mapping[str, str], by: Actor) -> None:
    """Make files the next revision of a draft that is held."""
    draft.files, draft.revision = dict(files), draft.revision + 1
    draft.saved_by_id, draft.saved_at = by.user_id, session.scalars(select(func.now())).one()
    session.flush()


def _reading() -> Select[*tuple[Any, ...]]:
    draft = DiagramDraft
    return (
        select(
            draft.id,
            draft.process_id,
            Diagram.name.label("process_name"),
            draft.name,
            draft.revision,
            draft.state,
            draft.base_version_id,
            DiagramVersion.number.label("base_number"),
            draft.files,
            draft.created_at,
            User.name.label("saved_by"),
            draft.saved_at,
        )
        .join(Diagram, Diagram.process_id == draft.process_id)
        .join(DiagramVersion, DiagramVersion.id == draft.base_version_id)
        .join(User, User.id == draft.saved_by_id)
    )
