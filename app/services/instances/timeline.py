"""What was done to an instance, by whom, and what they wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.instances.words import Word, outcome_word
from models import Comment, EventKind, InstanceEvent, Organization, User, UserTask, WorkItem

ERASED = "（意见内容已按规定删除）"
ACTS = {
    EventKind.STARTED: Word("提交申报", "info"),
    EventKind.RESUBMITTED: Word("更正后重新提交", "info"),
    EventKind.WITHDRAWN: Word("撤回申报", "neutral"),
}
"""What a submitter does; a reviewer's act is his outcome."""

APPLICANT = "申请人"  # who registers has no account yet


@dataclass(frozen=True)
class Entry:
    """One act: `said` is the outcome alone; `node_id` is the user task that it completed, if it did one.

    `present` marks what is still being waited for, which has neither kind nor time.
    """

    kind: EventKind | None
    action: str
    said: str
    tone: str
    task_name: str | None
    node_id: str | None
    who: str | None
    organization: str | None
    comment: str | None
    revision: int
    time: datetime | None
    present: bool = False


def timeline_of(session: Session, instance_id: int) -> list[Entry]:
    """The acts on an instance in their order; one statement."""
    rows = session.execute(
        select(
            InstanceEvent.kind,
            InstanceEvent.outcome,
            InstanceEvent.revision,
            InstanceEvent.comment_id,
            InstanceEvent.at,
            UserTask.name.label("task_name"),
            UserTask.node_id,
            User.name.label("who"),
            Organization.name.label("organization"),
            Comment.body,
        )
        .outerjoin(User, User.id == InstanceEvent.user_id)
        .outerjoin(Organization, Organization.id == InstanceEvent.organization_id)
        .outerjoin(Comment, Comment.id == InstanceEvent.comment_id)
        .outerjoin(WorkItem, WorkItem.id == InstanceEvent.work_item_id)
        .outerjoin(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(InstanceEvent.instance_id == instance_id)
        .order_by(InstanceEvent.seq)
    )
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    kind = EventKind(row.kind)
    said = ACTS.get(kind) or outcome_word(row.outcome or "")
    action = f"{row.task_name}：{said.text}" if kind is EventKind.DECIDED and row.task_name else said.text
    erased = row.comment_id is not None and row.body is None
    return Entry(
        kind=kind,
        action=action,
        said=said.text,
        tone=said.tone,
        task_name=row.task_name,
        node_id=row.node_id,
        who=row.who or (APPLICANT if kind in ACTS else None),
        organization=row.organization,
        comment=ERASED if erased else row.body,
        revision=row.revision,
        time=row.at,
    )
