"""Moving all that waits at an organisation to another: it was merged or closed, and nobody would decide it there.

The work closes where it is and opens at the other one with the same moments, so that who had it can still look at
it. What several sign stays: its signers have to finish it. So does what the other organisation submitted itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, Refusal
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.history import Act, note_each, write_comment
from app.services.approvals.locking import confirm
from app.services.approvals.reopening import hand_on
from app.services.audit import record
from app.services.guard import require
from app.services.subordinates.scope import is_beneath, refuse_not_below
from models import Diagram, EventKind, Instance, Organization, UserTask, WorkItem

REASSIGN = Permission.ORGANIZATION_REASSIGN
AT_ONCE = 20_000


class ReassignReasonMissing(FieldRefusal):
    """请填写移交原因，例如“机构合并”。"""

    field: ClassVar[str] = "reason"


class NoSuchReceiver(FieldRefusal):
    """没有找到可以接收的单位。请填写另一个启用中的下级单位的完整名称或统一社会信用代码。"""

    field: ClassVar[str] = "receiver"


class OfOtherKind(FieldRefusal):
    """“{name}”与移出单位不是同一类型，不能接收其待办事项。请选择同类型的单位。"""

    field: ClassVar[str] = "receiver"


class NothingToReassign(Refusal):
    """没有可以移交的待办事项：会签中的事项和接收单位自己申报的事项留在原单位。"""


@dataclass(frozen=True)
class Waiting:
    """How much of a process waits at an organisation, and how much of that stays because several sign."""

    process_name: str
    count: int
    several: int


@dataclass(frozen=True)
class Reassigned:
    """How many were moved, how many still wait there, and where they went."""

    moved: int
    left: int
    receiver: str


def waiting_by_process(session: Session, organization_id: int, *, by: Actor) -> list[Waiting]:
    """What would be moved, by process. Raises NotFound for an organisation that is not below the actor's."""
    require(by, REASSIGN)
    refuse_not_below(session, organization_id, by=by)
    rows = session.execute(
        select(Diagram.name, func.count(), func.count().filter(WorkItem.several_sign))
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .where(WorkItem.organization_id == organization_id, WorkItem.closed_at.is_(None))
        .group_by(Diagram.name)
        .order_by(Diagram.name)
    )
    return [Waiting(*row) for row in rows]


def reassign_organization(
    session: Session, organization_id: int, receiver: str, *, reason: str, by: Actor
) -> Reassigned:
    """Move what waits at an organisation (at most AT_ONCE) to the one that `receiver` names by name or code.

    Raises NotFound, ReassignReasonMissing, NoSuchReceiver, OfOtherKind, NothingToReassign.
    """
    by = confirm(session, by, REASSIGN)
    refuse_not_below(session, organization_id, by=by)
    if not (reason := tidy(reason)):
        raise ReassignReasonMissing()
    source = session.get_one(Organization, organization_id)
    to = _receiver(session, source, receiver, by)
    rows = _locked(session, source.id, to.id)
    if not rows:
        raise NothingToReassign()
    comment_id = write_comment(session, f"由“{source.name}”移交“{to.name}”。{reason}", by=by)
    act = Act(EventKind.REASSIGNED, by, str(to.id), comment_id)
    note_each(session, rows, act=act)
    hand_on(session, [row.id for row in rows], to.id, act)
    record(session, by=by, action=REASSIGN, organization=source.id, to=to.id, moved=len(rows), reason=reason)
    waits = (WorkItem.organization_id == source.id, WorkItem.closed_at.is_(None))
    left = session.scalar(select(func.count()).select_from(WorkItem).where(*waits)) or 0
    return Reassigned(len(rows), left, to.name)


def _receiver(session: Session, source: Organization, text: str, by: Actor) -> Organization:
    """Held, so that it is not disabled in this moment."""
    wanted = tidy(text)
    found = session.scalars(
        select(Organization)
        .where(or_(Organization.name == wanted, Organization.credit_code == wanted.upper()))
        .where(Organization.is_enabled, Organization.id != source.id)
        .where(or_(is_beneath(by), Organization.id == by.organization_id))
        .order_by(Organization.id)
        .limit(1)
        .with_for_update(read=True)
    ).first()
    if found is None:
        raise NoSuchReceiver()
    if found.kind != source.kind:
        raise OfOtherKind(name=found.name)
    return found


def _locked(session: Session, source_id: int, to_id: int) -> Sequence[Any]:
    """Instances first, in the order of their ids, as by every verb."""
    query = (
        select(WorkItem.id, WorkItem.instance_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(WorkItem.organization_id == source_id, WorkItem.closed_at.is_(None), ~WorkItem.several_sign)
        .where(Instance.organization_id.is_distinct_from(to_id))
        .order_by(Instance.id, WorkItem.id)
        .limit(AT_ONCE)
        .with_for_update(of=[Instance, WorkItem])
    )
    return session.execute(query).all()
