"""Changes of organisations in an inbox: all that one superior reviews in one group, one row a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.items.organization_change import REVIEWER
from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from models import ChangeKind, Instance, ItemKind, Organization, OrganizationChange


@dataclass(frozen=True)
class ChangeGroup:
    """All changes that one superior reviews."""

    id: int

    @property
    def name(self) -> str:
        """What the group is called."""
        return "单位信息变更申请"


@dataclass(frozen=True)
class ChangeInInbox(Row):
    """A work item with what would change; the superiors are named where they do."""

    change: ChangeKind
    old_name: str
    new_name: str
    old_credit_code: str
    new_credit_code: str
    old_superior: str
    new_superior: str
    reason: str

    @property
    def name(self) -> str:
        """The organisation, by the name that it still has."""
        return self.old_name


class OrganizationChangeInInbox:
    """The rows of `organization_change`."""

    kind: ClassVar[ItemKind] = ItemKind.ORGANIZATION_CHANGE
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("new_name", "单位名称"),
        Column("new_credit_code", "统一社会信用代码"),
        Column("new_superior", "上级单位"),
        Column("reason", "变更原因"),
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, ChangeGroup]:
        """Groups are superiors."""
        found = select(Organization.id).where(Organization.id == func.any(list(set(group_ids))))
        return {id_: ChangeGroup(id_) for id_ in session.scalars(found)}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the old or new name of one of its changes, and the year in which it was submitted."""
        change, text = OrganizationChange, tidy(text)
        query = select(REVIEWER).join(Organization, change.organization_id == Organization.id)
        if text:
            query = query.where(_named(change, text))
        return query if year is None else query.where(extract("year", change.created_at) == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The change."""
        change = OrganizationChange
        is_its_own = and_(change.id == Instance.item_id, Instance.item_kind == self.kind)
        old, new = aliased(Organization), aliased(Organization)
        moves = change.kind == ChangeKind.SUPERIOR
        old_id = func.coalesce(change.old_superior_id, change.old_hr_id)
        joined = query.join(change, is_its_own).outerjoin(old, and_(moves, old.id == old_id))
        return joined.outerjoin(new, and_(moves, new.id == change.new_superior_id)).add_columns(
            change.kind.label("change"), change.old_name, change.new_name, change.old_credit_code,
            change.new_credit_code, func.coalesce(old.name, "").label("old_superior"),
            func.coalesce(new.name, "").label("new_superior"), change.reason,
        )  # fmt: skip

    def holds(self, text: str) -> ColumnElement[bool]:
        """A name holds the text, or it is one of the codes."""
        change, text = aliased(OrganizationChange), tidy(text)
        is_code = or_(change.old_credit_code == text.upper(), change.new_credit_code == text.upper())
        return exists(select(change.id).where(change.id == Instance.item_id, _named(change, text) | is_code))

    def row(self, facts: dict[str, Any]) -> ChangeInInbox:
        """Nothing is to be unsealed."""
        return ChangeInInbox(**facts)


def _named(change: Any, text: str) -> ColumnElement[bool]:
    return or_(*(name.icontains(text, autoescape=True) for name in (change.old_name, change.new_name)))
