"""What was done to an instance, by whom, and what they wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.services.instances.words import Word, outcome_word
from models import Comment, EventKind, Instance, InstanceEvent, ItemKind, Organization, User, UserTask, WorkItem

ERASED = "（意见内容已按规定删除）"
ACTS = {
    EventKind.STARTED: Word("提交{what}", "info"),
    EventKind.RESUBMITTED: Word("更正后重新提交", "info"),
    EventKind.WITHDRAWN: Word("撤回{what}", "neutral"),
    EventKind.URGED: Word("催办", "warning"),
}
"""What a submitter does; a reviewer's act is his outcome."""

SUBMISSIONS = {
    ItemKind.TRAINING_PLAN: "培训计划",
    ItemKind.BASE_REGISTRATION: "注册申请",
    ItemKind.EMPLOYER_REGISTRATION: "注册申请",
    ItemKind.DEPARTMENT_REGISTRATION: "注册申请",
    ItemKind.LEARNER_REGISTRATION: "注册申请",
    ItemKind.ORGANIZATION_CHANGE: "变更申请",
    ItemKind.ANNUAL_REPORT: "年审报告",
    ItemKind.SCORE_REVOCATION: "审验提议",
    ItemKind.EMPLOYER_TRANSFER: "调转申请",
}
"""What is submitted and taken back, by the kind of item; a score is declared (申报)."""

SHARING = {
    EventKind.CLAIMED: Word("认领", "neutral"),
    EventKind.RELEASED: Word("退回待办", "neutral"),
    EventKind.TRANSFERRED: Word("转办给{other}", "info"),
    EventKind.DELEGATED: Word("委托{other}提出意见", "info"),
    EventKind.SIGNER_ADDED: Word("加签：请{other}签署", "info"),
    EventKind.SIGNER_REMOVED: Word("取消{other}的签署", "neutral"),
    EventKind.TAKEN_BACK: Word("撤回本人的办理", "warning"),
    EventKind.SENT_BACK: Word("退回到前面的环节", "warning"),
    EventKind.COMMENTED: Word("留言", "neutral"),
    EventKind.ASSIGNED: Word("系统管理员指定办理单位", "info"),
    EventKind.COPIED: Word("抄送给{other}", "neutral"),
    EventKind.REASSIGNED: Word("移交其他单位办理", "warning"),
    EventKind.MIGRATED: Word("转到新的流程版本", "warning"),
    EventKind.MIGRATION_UNDONE: Word("撤销转版，回到原来的流程版本", "warning"),
}
"""What people do with a work item, or with the process, without deciding."""

SAYING = {EventKind.ADVISED: "受托意见", EventKind.SIGNED: "签署"}
"""Acts with an outcome that do not complete a step."""

BY_CLOCK = {
    EventKind.ESCALATED: Word("超期未办，转上级单位办理", "danger"),
    EventKind.SKIPPED: Word("没有可办理的单位，按流程图的规定跳过", "warning"),
}
"""What nobody did: time had passed."""

SYSTEM = "系统"
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
    user_id: int | None = None


def timeline_of(session: Session, instance_id: int) -> list[Entry]:
    """The acts on an instance in their order; one statement."""
    other = aliased(User)
    rows = session.execute(
        select(
            InstanceEvent.kind,
            InstanceEvent.outcome,
            InstanceEvent.revision,
            InstanceEvent.comment_id,
            InstanceEvent.at,
            UserTask.name.label("task_name"),
            UserTask.node_id,
            InstanceEvent.user_id,
            User.name.label("who"),
            other.name.label("other"),
            Organization.name.label("organization"),
            Comment.body,
            Instance.item_kind,
        )
        .join(Instance, Instance.id == InstanceEvent.instance_id)
        .outerjoin(User, User.id == InstanceEvent.user_id)
        .outerjoin(other, other.id == InstanceEvent.about_user_id)
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
    said = _said(kind, row)
    completes = kind in (EventKind.DECIDED, EventKind.RESUBMITTED, EventKind.SKIPPED)
    erased = row.comment_id is not None and row.body is None
    return Entry(
        kind=kind,
        action=_action(kind, row, said),
        said=said.text,
        tone=said.tone,
        task_name=row.task_name,
        node_id=row.node_id if completes else None,
        who=_who(kind, row),
        organization=row.organization,
        comment=ERASED if erased else row.body,
        revision=row.revision,
        time=row.at,
        user_id=row.user_id,
    )


def _said(kind: EventKind, row: Any) -> Word:
    if kind in SHARING:
        text, tone = SHARING[kind]
        return Word(text.format(other=row.other or row.outcome or ""), tone)
    if kind in BY_CLOCK:
        return BY_CLOCK[kind]
    if kind in ACTS:
        text, tone = ACTS[kind]
        return Word(text.format(what=SUBMISSIONS.get(ItemKind(row.item_kind), "申报")), tone)
    return outcome_word(row.outcome or "")


def _action(kind: EventKind, row: Any, said: Word) -> str:
    if kind in SAYING:
        return f"{SAYING[kind]}：{said.text}"
    names_task = kind is EventKind.DECIDED or kind in BY_CLOCK
    return f"{row.task_name}：{said.text}" if names_task and row.task_name else said.text


def _who(kind: EventKind, row: Any) -> str | None:
    """Who acted; a substitute with whom he stands in for."""
    if kind in BY_CLOCK:
        return SYSTEM
    who: str | None = row.who or (APPLICANT if kind in ACTS else None)
    is_substitute = row.other and kind not in SHARING
    return f"{who}（代 {row.other}）" if is_substitute else who
