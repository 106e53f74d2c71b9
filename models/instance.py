"""Instances of processes, their work items and their history."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class ItemKind(enum.StrEnum):
    """What flows through a process; each has its file in app/items."""

    SCORE = "score"
    TRAINING_PLAN = "training_plan"
    BASE_REGISTRATION = "base_registration"
    EMPLOYER_REGISTRATION = "employer_registration"
    DEPARTMENT_REGISTRATION = "department_registration"
    LEARNER_REGISTRATION = "learner_registration"
    ORGANIZATION_CHANGE = "organization_change"
    ANNUAL_REPORT = "annual_report"
    SCORE_REVOCATION = "score_revocation"
    EMPLOYER_TRANSFER = "employer_transfer"
    DIAGRAM_RELEASE = "diagram_release"


class Instance(Base):
    """One item on its way: a path node, and no state of its own.

    `group_id` is what inboxes fold by (a score's class). `chain_head` is the hash of the last event. What a
    person submits for himself (an applicant, a learner) belongs to no organisation.
    """

    __tablename__ = "instance"
    __table_args__ = (
        Index("ix_instance_item", "item_id", "item_kind"),
        Index("ix_instance_submitted", "organization_id", "item_kind", "id"),
        Index("ix_instance_in_flight", "version_id", "id", postgresql_where="ended_at IS NULL"),
        Index("ix_instance_finished", "item_kind", "ended_at", "id", postgresql_where="ended_at IS NOT NULL"),
        Index("ix_instance_under_way", "organization_id", "item_kind", postgresql_where="ended_at IS NULL"),
        Index(
            "uq_instance_live_item",
            "item_kind",
            "item_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name="end_has_name"),
    )

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    path_node_id: Mapped[int] = mapped_column(ForeignKey("path_node.id"))
    item_kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    item_id: Mapped[int]
    group_id: Mapped[int]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # the submitter's
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # none: an applicant, no user yet
    started_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]
    ended: Mapped[str | None]  # the end event's id, or withdrawn
    revision: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    event_count: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    is_touched: Mapped[bool] = mapped_column(server_default="false")  # somebody decided or signed since the start
    chain_head: Mapped[bytes] = mapped_column(LargeBinary(32), server_default=text("''::bytea"))


class ItemRevision(Base):
    """The item as it was submitted: what the reviewer saw, and what conditions are computed from."""

    __tablename__ = "item_revision"

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)  # what people see
    variables: Mapped[dict[str, Any]] = mapped_column(JSONB)  # what conditions may read
    created_at: Mapped[CreatedAt]


class CameBy(enum.StrEnum):
    """How a work item came where it is, if not by its party."""

    ESCALATED = "escalated"  # over its limit, from the organisation below
    SUPERIOR = "superior"  # there was nobody whom the party means
    HELD = "held"  # nor anybody else: it waits for a system administrator
    ASSIGNED = "assigned"  # by him


class WorkItem(Base):
    """A user task of one instance, with the organisation that has to act; none: the person who submitted it.

    It waits for any member whose role opens it, until somebody holds it (`assignee_id`). A delegate gives it
    back to `delegated_by_id` with his opinion. Where several sign, their rows are in `sign_off`.
    """

    __tablename__ = "work_item"
    __table_args__ = (
        Index(
            "uq_work_item_open_task",
            "instance_id",
            "user_task_id",
            unique=True,
            postgresql_where="closed_at IS NULL",
        ),
        Index(
            "ix_work_item_inbox",
            "organization_id",
            "group_id",
            "user_task_id",
            "id",
            postgresql_include=["assignee_id", "opened_at", "due_at"],
            postgresql_where="closed_at IS NULL",
        ),
        Index(
            "ix_work_item_waiting",
            "organization_id",
            "user_task_id",
            "opened_at",
            postgresql_include=["assignee_id"],
            postgresql_where="closed_at IS NULL",
        ),
        Index(
            "ix_work_item_due",
            "organization_id",
            "due_at",
            postgresql_include=["user_task_id", "group_id", "assignee_id"],
            postgresql_where="closed_at IS NULL AND due_at IS NOT NULL",
        ),
        Index(
            "ix_work_item_held",
            "assignee_id",
            "id",
            postgresql_where="closed_at IS NULL AND assignee_id IS NOT NULL",
        ),
        Index(
            "ix_work_item_remind",
            "remind_at",
            postgresql_where="closed_at IS NULL AND reminded_at IS NULL AND remind_at IS NOT NULL",
        ),
        Index(
            "ix_work_item_escalate",
            "escalate_at",
            postgresql_where="closed_at IS NULL AND escalate_at IS NOT NULL",
        ),
        Index("ix_work_item_instance_id", "instance_id"),
    )

    id: Mapped[Id]
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    user_task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    several_sign: Mapped[bool] = mapped_column(server_default="false")
    opened_at: Mapped[CreatedAt]
    due_at: Mapped[datetime | None]  # none: the diagram sets no limit
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None]  # taken away when it was escalated, or could not be
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # null while open, and where it closed without a decision
    came_by: Mapped[CameBy | None] = mapped_column(choice(CameBy))  # none: its party came to the organisation


class EventKind(enum.IntEnum):
    """What an event of an instance records."""

    STARTED = 1
    DECIDED = 2
    RESUBMITTED = 3
    WITHDRAWN = 4
    CLAIMED = 10
    RELEASED = 11
    TRANSFERRED = 12
    DELEGATED = 13
    ADVISED = 14  # a delegate's opinion, with which the item goes back to who delegated it
    SIGNER_ADDED = 15
    SIGNER_REMOVED = 16
    SIGNED = 17
    TAKEN_BACK = 18  # one's own decision, right after it
    SENT_BACK = 19  # to an earlier step
    COMMENTED = 20
    COPIED = 21
    URGED = 22
    ESCALATED = 30  # by the clock: nobody did it
    SKIPPED = 31  # nobody could decide it, and the diagram says to go on; the clock's too
    ASSIGNED = 32  # by a system administrator, to an organisation that can decide it
    REASSIGNED = 33  # to another organisation, as its own was merged or closed; the outcome is that one's id
    MIGRATED = 40  # to another version of its process; the outcome is the migration's id
    MIGRATION_UNDONE = 41


DECIDING = frozenset({EventKind.DECIDED, EventKind.ADVISED, EventKind.SIGNED})
"""Acts after which the submitter cannot take his item back any more."""

BY_REVIEWER = "kind IN (2, 14, 17, 19)"  # decided, advised, signed, sent back: what 已办 lists; its indexes' rule


class InstanceEvent(Base):
    """One act on an instance; append-only, and chained by SHA-256 within the instance.

    The comment enters the chain as its salted hash, so that its text can be erased. `about_user_id` is the other
    person of an act: to whom something was given, or on whose behalf a substitute acted.
    """

    __tablename__ = "instance_event"
    __table_args__ = (
        Index(
            "ix_instance_event_decided", "organization_id", "at", "instance_id", "seq", postgresql_where=BY_REVIEWER
        ),
        Index(
            "ix_instance_event_decided_by",
            "user_id",
            "organization_id",
            "at",
            "instance_id",
            "seq",
            postgresql_where=BY_REVIEWER,
        ),
    )

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[CreatedAt]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    work_item_id: Mapped[int | None]
    path_node_id: Mapped[int]
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    outcome: Mapped[str | None]
    about_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    hash: Mapped[bytes]


class Comment(Base):
    """What somebody wrote when deciding; one row serves all instances of one decision.

    Erasing sets `body` to null; `hash` (SHA-256 of salt and body) stays in the chains.
    """

    __tablename__ = "comment"

    id: Mapped[Id]
    body: Mapped[str | None]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # none: an applicant, no user yet
    created_at: Mapped[CreatedAt]
