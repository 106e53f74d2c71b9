"""The change of an organisation that is under way: what would change, and who has it now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.items.organization_change import SUPERIOR
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.instances.words import PLACES, Word, word
from app.services.organization.refusals import ChangeNotReturned
from app.services.waiting import days_since
from models import (
    ChangeKind,
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
    kind: ChangeKind
    old_name: str
    new_name: str
    old_credit_code: str
    new_credit_code: str
    old_superior: str
    new_superior: str
    old_hr: str
    new_hr: str
    new_superior_id: int | None
    new_hr_id: int | None
    new_competent_id: int | None
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
    """A change of either kind that may be corrected now. Raises NotFound for another's, ChangeNotReturned."""
    require(by, Permission.ORGANIZATION_CHANGE)
    owner = session.scalar(select(OrganizationChange.organization_id).where(OrganizationChange.id == change_id))
    if owner != by.organization_id:
        raise NotFound()
    row = session.execute(_rows(by).where(OrganizationChange.id == change_id)).one_or_none()
    if row is None or not (found := ChangeRow(**row._mapping)).is_returned:
        raise ChangeNotReturned()
    return found


def find_above(session: Session, *, by: Actor) -> tuple[str, str]:
    """The names of the superior of the actor's organisation, who can review a change, and its HR department."""
    require(by, Permission.ORGANIZATION_EDIT)
    upper, hr = aliased(Organization), aliased(Organization)
    query = select(upper.name, hr.name).select_from(Organization).where(Organization.id == by.organization_id)
    names = query.outerjoin(upper, upper.id == SUPERIOR).outerjoin(hr, hr.id == Organization.hr_id)
    superior, department = session.execute(names).one()
    return superior or "", department or ""


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
            change.id, Instance.id.label("instance_id"), change.kind, change.old_name, change.new_name,
            change.old_credit_code, change.new_credit_code,
            _name_of(func.coalesce(change.old_superior_id, change.old_hr_id)).label("old_superior"),
            _name_of(change.new_superior_id).label("new_superior"), _name_of(change.old_hr_id).label("old_hr"),
            _name_of(change.new_hr_id).label("new_hr"), change.new_superior_id, change.new_hr_id,
            change.new_competent_id, change.reason, change.created_at, UserTask.party, holder.name.label("holder"),
            holder.contact_phone.label("holder_phone"), days_since(WorkItem.opened_at).label("waiting_days"),
            said.label("last_comment"),
        )
        .join(Instance, is_its)
        .outerjoin(WorkItem, and_(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None)))
        .outerjoin(UserTask, UserTask.id == WorkItem.user_task_id)
        .outerjoin(holder, holder.id == WorkItem.organization_id)
        .where(change.organization_id == by.organization_id, change.state == ChangeState.SUBMITTED)
    )  # fmt: skip


def _name_of(id_: Any) -> Any:
    named = aliased(Organization)
    name = select(named.name).where(named.id == id_).correlate(OrganizationChange).scalar_subquery()
    return func.coalesce(name, "")
