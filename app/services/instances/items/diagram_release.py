"""A release of a diagram on the page of its instance: what it changes, and what its checks say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.services.diagrams.comparing import Change, changes_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from models import Diagram, DiagramRelease, ItemKind, ReleaseState


@dataclass(frozen=True)
class ReleaseInstance(InstanceFacts):
    """An instance of a release's process, with what it changes against the version then in service."""

    diagram_name: str
    release_id: int
    state: ReleaseState
    changes: Sequence[Change]

    @property
    def name(self) -> str:
        """The process that is changed."""
        return f"流程“{self.diagram_name}”"

    @property
    def group_name(self) -> str:
        """What the inbox calls them."""
        return "流程发布申请"


class DiagramReleaseOnPage:
    """The page of a `diagram_release`."""

    kind: ClassVar[ItemKind] = ItemKind.DIAGRAM_RELEASE
    noun: ClassVar[str] = "流程"
    labels: ClassVar[Mapping[str, str]] = {
        "process": "流程",
        "base_version": "修改前版本",
        "note": "修改说明",
        "effective_on": "生效日期",
        "digest": "文件校验值",
    }
    ends: ClassVar[Mapping[str, Word]] = {
        "approved": Word("通过", "success"),
        "rejected": Word("不予发布", "danger"),
    }
    withdrawn: ClassVar[str] = "草稿还在，可以继续修改后再提交。"

    def facts(self, session: Session, common: dict[str, Any]) -> ReleaseInstance:
        """The release, compared anew: its files cannot change while somebody looks at them."""
        release = session.get_one(DiagramRelease, common["item_id"])
        return ReleaseInstance(
            **common,
            diagram_name=session.get_one(Diagram, release.process_id).name,
            release_id=release.id,
            state=release.state,
            changes=changes_of(session, release.base_version_id, release.process_id, release.files),
        )

    def names(self) -> Select[int, str, str]:
        """The process and why it is changed."""
        return select(
            DiagramRelease.id.label("item_id"), Diagram.name.label("name"), DiagramRelease.note.label("group_name")
        ).join(Diagram, Diagram.process_id == DiagramRelease.process_id)
