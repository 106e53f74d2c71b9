"""Releases of diagrams in an inbox: all that one office asks for in one group, one row a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from models import Diagram, DiagramRelease, Instance, ItemKind, Organization


@dataclass(frozen=True)
class ReleaseGroup:
    """All releases that one office asks for."""

    id: int

    @property
    def name(self) -> str:
        """What the group is called."""
        return "流程发布申请"


@dataclass(frozen=True)
class ReleaseInInbox(Row):
    """A work item with what would be released."""

    process_name: str
    note: str
    effective_on: date | None

    @property
    def name(self) -> str:
        """The process."""
        return self.process_name


class DiagramReleaseInInbox:
    """The rows of `diagram_release`."""

    kind: ClassVar[ItemKind] = ItemKind.DIAGRAM_RELEASE
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("process_name", "流程"), Column("note", "修改说明"), Column("effective_on", "生效日期")
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, ReleaseGroup]:
        """Groups are the offices that draw."""
        found = select(Organization.id).where(Organization.id == func.any(list(set(group_ids))))
        return {id_: ReleaseGroup(id_) for id_ in session.scalars(found)}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the process's name or the note, and the year in which it was submitted."""
        query, text = select(DiagramRelease.organization_id), tidy(text)
        if text:
            query = query.where(_holds(DiagramRelease, text))
        return query if year is None else query.where(extract("year", DiagramRelease.created_at) == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The release and its process."""
        release = DiagramRelease
        is_its_own = and_(release.id == Instance.item_id, Instance.item_kind == self.kind)
        name = (
            select(Diagram.name)
            .where(Diagram.process_id == release.process_id)
            .correlate(release)
            .scalar_subquery()
        )
        return query.join(release, is_its_own).add_columns(
            name.label("process_name"), release.note, release.effective_on
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The process's name or the note holds the text."""
        release = aliased(DiagramRelease)
        return exists(select(release.id).where(release.id == Instance.item_id, _holds(release, tidy(text))))

    def row(self, facts: dict[str, Any]) -> ReleaseInInbox:
        """Nothing is to be unsealed."""
        return ReleaseInInbox(**facts)


def _holds(release: Any, text: str) -> ColumnElement[bool]:
    named = exists(
        select(Diagram.process_id).where(
            Diagram.process_id == release.process_id, Diagram.name.icontains(text, autoescape=True)
        )
    )
    return or_(release.note.icontains(text, autoescape=True), named)
