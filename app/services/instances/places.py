"""Where an instance is now: who has it, how to reach him, since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.calendar.deadline import Limited
from app.services.instances.words import PLACES, Word, word
from app.services.waiting import days_since
from models import CameBy, Organization, User, UserTask, WorkItem

SUBMITTER = "提交人本人"
HELD = "暂无单位办理，已报系统管理员"


@dataclass(frozen=True)
class Place(Limited):
    """An open work item and the organisation that has to act; none: the person who submitted the item."""

    work_item_id: int
    task_name: str
    node_id: str
    party: str
    permission: str
    outcomes: tuple[str, ...]
    group_id: int
    user_task_id: int
    organization_id: int | None
    organization_name: str
    contact_name: str
    contact_phone: str
    opened_at: datetime
    waiting_days: int
    due_at: datetime | None
    came_by: CameBy | None
    assignee_id: int | None
    assignee_name: str | None
    delegated_by_id: int | None
    several_sign: bool
    countersign: str | None

    @property
    def word(self) -> Word:
        """The place in words."""
        return word(PLACES, self.party)

    def is_for(self, by: Actor) -> bool:
        """Whether it is in this actor's inbox."""
        if by.is_learner or self.organization_id != by.organization_id:
            return False
        return self.permission in by.clearing

    def is_held_by_other(self, by: Actor) -> bool:
        """Whether a colleague holds it: it is for the actor's organisation, and not his turn."""
        return self.assignee_id is not None and self.assignee_id not in by.persons


def places_of(session: Session, instance_id: int) -> list[Place]:
    """The open work items of an instance, oldest first; none when it has ended."""
    rows = session.execute(
        select(
            WorkItem.id.label("work_item_id"),
            UserTask.name.label("task_name"),
            UserTask.node_id,
            UserTask.party,
            UserTask.permission,
            UserTask.outcomes,
            WorkItem.group_id,
            WorkItem.user_task_id,
            WorkItem.organization_id,
            case((WorkItem.came_by == CameBy.HELD, HELD), else_=func.coalesce(Organization.name, SUBMITTER)).label(
                "organization_name"
            ),
            func.coalesce(Organization.contact_name, "").label("contact_name"),
            func.coalesce(Organization.contact_phone, "").label("contact_phone"),
            WorkItem.opened_at,
            days_since(WorkItem.opened_at).label("waiting_days"),
            WorkItem.due_at,
            WorkItem.came_by,
            WorkItem.assignee_id,
            User.name.label("assignee_name"),
            WorkItem.delegated_by_id,
            WorkItem.several_sign,
            UserTask.countersign,
        )
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .outerjoin(Organization, Organization.id == WorkItem.organization_id)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(WorkItem.instance_id == instance_id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.id)
    )
    return [Place(**dict(row._mapping) | {"outcomes": tuple(row.outcomes)}) for row in rows]
