"""Approval processes and the versions of their diagrams."""

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Diagram(Base):
    """A process by its BPMN id, and the version that new instances start on."""

    __tablename__ = "diagram"

    process_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    current_version_id: Mapped[int | None] = mapped_column(ForeignKey("diagram_version.id", use_alter=True))


class DiagramVersion(Base):
    """A released bundle: the diagram and all that it calls, by file name. Never changed, never deleted."""

    __tablename__ = "diagram_version"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: Mapped[Id]
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    files: Mapped[dict[str, str]] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]


class UserTask(Base):
    """A user task at one occurrence: what all work items opened there have in common.

    `version_id` is the version that first opened it; later ones in which nothing about it changed share the row.
    """

    __tablename__ = "user_task"
    __table_args__ = (
        UniqueConstraint("version_id", "task_key"),
        Index("ix_user_task_permission", "permission"),
    )

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"))
    task_key: Mapped[str]  # call path, node and occurrence
    node_id: Mapped[str]
    name: Mapped[str]
    party: Mapped[str]  # the lane: which party acts
    level: Mapped[str | None]
    permission: Mapped[str]  # the module that a member's role must hold
    outcomes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    countersign: Mapped[str | None]  # all, any or a percentage; none: one person decides
    is_sequential: Mapped[bool] = mapped_column(server_default="false")  # signers one after another
    is_distinct: Mapped[bool] = mapped_column(server_default="false")  # by nobody who decided earlier
    due: Mapped[str | None]  # an ISO 8601 duration: working days, or hours; none: no limit
    remind: Mapped[str | None]  # how long after the limit people are reminded, with a minus before it
    escalates: Mapped[bool] = mapped_column(server_default="false")  # over its limit it goes to the superior
    if_nobody: Mapped[str] = mapped_column(server_default="hold")  # or superior, or skip


class WorkflowState(Base):
    """A serialised workflow in canonical form, by its SHA-256; shared by all paths that lead to it."""

    __tablename__ = "workflow_state"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    body: Mapped[bytes]
    engine_version: Mapped[str]


class PathNode(Base):
    """A place in a version, reached by one history of events; the edge from its parent is the engine's memo.

    `step` is what the engine reported when it was first reached: opened and closed task keys, timers, end.
    """

    __tablename__ = "path_node"
    __table_args__ = (UniqueConstraint("version_id", "parent_id", "event", postgresql_nulls_not_distinct=True),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("path_node.id"))
    event: Mapped[str]
    state_digest: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("workflow_state.digest"))
    step: Mapped[dict[str, object]] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]
