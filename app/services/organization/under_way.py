"""The change of an organisation that is under way: what would change, and who has it now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.items.organization_change import SUPERIOR
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.instances.words import PLACES, Word, word
from app.services.organization.refusals import ChangeNotReturned
from app.services.waiting import days_since
from models import (
    ChangeState,
    Comment,
    Instance,
    InstanceEvent,
    ItemKind,
    Organization,
    OrganizationChange,
    UserTask,
    WorkItem,
)


@dataclass(frozen=True)
class ChangeRow:
    """A change as its organisation sees it; `holder` is who has to act, `last_comment` what was said last."""

    id: int
    instance_id: int
    old_name: str
    new_name: str
    old_credit_code: str
    new_credit_code: str
    reason: str
    created_at: datetime
    party: str | None
    holder: str | None
    holder_phone: str | None
    waiting_days: int | None
    last_comment: str | None

    @property
    def is_returned(self) -> bool:
        """Whether it is back with the organisation, to be corrected."""
        return self.party == "organization"

    @property
    def word(self) -> Word:
        """Where it is, in words."""
        if self.is_returned:
            return word(PLACES, "organization")
        return Word(ChangeState.SUBMITTED.label, "info")


def find_under_way(session: Session, *, by: Actor) -> ChangeRow | None:
    """The change of the actor's organisation that is under way, if there is one."""
    require(by, Permission.ORGANIZATION_EDIT)
    row = session.execute(_rows(by)).one_or_none()
    return ChangeRow(**row._mapping) if row else None


def find_returned(session: Session, change_id: int, *, by: Actor) -> ChangeRow:
    """A change that may be corrected now. Raises NotFound for another's, ChangeNotReturned."""
    require(by, Permission.ORGANIZATION_CHANGE)
    owner = session.scalar(select(OrganizationChange.organization_id).where(OrganizationChange.id == change_id))
    if owner != by.organization_id:
        raise NotFound()
    row = session.execute(_rows(by).where(OrganizationChange.id == change_id)).one_or_none()
    if row is None or not (found := ChangeRow(**row._mapping)).is_returned:
        raise ChangeNotReturned()
    return found


def has_superior(session: Session, *, by: Actor) -> bool:
    """Whether somebody can review a change of the actor's organisation."""
    require(by, Permission.ORGANIZATION_EDIT)
    return session.scalar(select(SUPERIOR).where(Organization.id == by.organization_id)) is not None


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    change, holder = OrganizationChange, aliased(Organization)
    is_its = and_(
        Instance.item_id == change.id,
        Instance.item_kind == ItemKind.ORGANIZATION_CHANGE,
        Instance.ended_at.is_(None),
    )
    said = (
        select(Comment.body)
        .join(InstanceEvent, InstanceEvent.comment_id == Comment.id)
        .where(InstanceEvent.instance_id == Instance.id, InstanceEvent.seq == Instance.event_count)
        .correlate(Instance)
        .scalar_subquery()
    )
    return (
        select(
            change.id, Instance.id.label("instance_id"), change.old_name, change.new_name, change.old_credit_code,
            change.new_credit_code, change.reason, change.created_at, UserTask.party, holder.name.label("holder"),
            holder.contact_phone.label("holder_phone"), days_since(WorkItem.opened_at).label("waiting_days"),
            said.label("last_comment"),
        )
        .join(Instance, is_its)
        .outerjoin(WorkItem, and_(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None)))
        .outerjoin(UserTask, UserTask.id == WorkItem.user_task_id)
        .outerjoin(holder, holder.id == WorkItem.organization_id)
        .where(change.organization_id == by.organization_id, change.state == ChangeState.SUBMITTED)
    )  # fmt: skip
