"""Processes and the versions of their diagrams, as the offices see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from models import (
    Diagram,
    DiagramDraft,
    DiagramRelease,
    DiagramVersion,
    DraftState,
    Instance,
    ReleaseState,
    User,
)

VIEW = Permission.DIAGRAM_VIEW
PENDING = (ReleaseState.SUBMITTED, ReleaseState.SCHEDULED)


@dataclass(frozen=True)
class Process:
    """A process with the version that is in service; `in_flight` instances of all its versions have not ended."""

    process_id: str
    name: str
    version_id: int
    number: int
    since: datetime
    in_flight: int
    drafts: int
    pending: ReleaseState | None


@dataclass(frozen=True)
class Version:
    """A version: who drew and who released it (none: it came with the program), and what still runs on it."""

    id: int
    number: int
    created_at: datetime
    note: str | None
    drawn_by: str | None
    released_by: str | None
    effective_on: date | None
    in_flight: int
    is_current: bool


@dataclass(frozen=True)
class VersionFile:
    """The main diagram of a version."""

    process_id: str
    number: int
    xml: str


def list_processes(session: Session, *, by: Actor) -> Sequence[Process]:
    """All processes, by name."""
    require(by, VIEW)
    return [Process(**row._mapping) for row in session.execute(_processes())]


def find_process(session: Session, process_id: str, *, by: Actor) -> Process:
    """One process. Raises NotFound."""
    require(by, VIEW)
    row = session.execute(_processes(process_id)).one_or_none()
    if row is None:
        raise NotFound()
    return Process(**row._mapping)


def _processes(process_id: str | None = None) -> Select[*tuple[Any, ...]]:
    """All, or one: then nothing is counted of the others."""
    counted = _in_flight() if process_id is None else _in_flight().where(DiagramVersion.process_id == process_id)
    flights = counted.group_by(DiagramVersion.process_id).add_columns(DiagramVersion.process_id).subquery()
    drafts = (
        select(DiagramDraft.process_id, func.count().label("drafts"))
        .where(DiagramDraft.state == DraftState.OPEN)
        .group_by(DiagramDraft.process_id)
        .subquery()
    )
    pending = select(DiagramRelease.process_id, DiagramRelease.state).where(DiagramRelease.state.in_(PENDING))
    waiting = pending.subquery()
    query = (
        select(
            Diagram.process_id,
            Diagram.name,
            DiagramVersion.id.label("version_id"),
            DiagramVersion.number,
            DiagramVersion.created_at.label("since"),
            func.coalesce(flights.c.in_flight, 0).label("in_flight"),
            func.coalesce(drafts.c.drafts, 0).label("drafts"),
            waiting.c.state.label("pending"),
        )
        .join(DiagramVersion, DiagramVersion.id == Diagram.current_version_id)
        .outerjoin(flights, flights.c.process_id == Diagram.process_id)
        .outerjoin(drafts, drafts.c.process_id == Diagram.process_id)
        .outerjoin(waiting, waiting.c.process_id == Diagram.process_id)
        .order_by(Diagram.process_id)
    )
    return query if process_id is None else query.where(Diagram.process_id == process_id)


def list_versions(session: Session, process_id: str, *, by: Actor) -> Sequence[Version]:
    """The versions of a process, the newest first; of one released twice the last release speaks."""
    require(by, VIEW)
    own = _in_flight().where(DiagramVersion.process_id == process_id)
    flights = own.group_by(Instance.version_id).add_columns(Instance.version_id).subquery()
    newest = select(func.max(DiagramRelease.id)).group_by(DiagramRelease.version_id)
    last = (
        select(DiagramRelease)
        .where(DiagramRelease.process_id == process_id, DiagramRelease.version_id.is_not(None))
        .where(DiagramRelease.id.in_(newest.where(DiagramRelease.process_id == process_id)))
        .subquery()
    )
    drawer, releaser = aliased(User), aliased(User)
    query = (
        select(
            DiagramVersion.id,
            DiagramVersion.number,
            DiagramVersion.created_at,
            last.c.note,
            drawer.name.label("drawn_by"),
            releaser.name.label("released_by"),
            last.c.effective_on,
            func.coalesce(flights.c.in_flight, 0).label("in_flight"),
            (DiagramVersion.id == Diagram.current_version_id).label("is_current"),
        )
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .outerjoin(last, last.c.version_id == DiagramVersion.id)
        .outerjoin(drawer, drawer.id == last.c.submitted_by_id)
        .outerjoin(releaser, releaser.id == last.c.approved_by_id)
        .outerjoin(flights, flights.c.version_id == DiagramVersion.id)
        .where(DiagramVersion.process_id == process_id)
        .order_by(DiagramVersion.number.desc())
    )
    return [Version(**row._mapping) for row in session.execute(query)]


def read_version(session: Session, version_id: int, *, by: Actor) -> VersionFile:
    """A version's diagram. Raises NotFound."""
    require(by, VIEW)
    version = session.get(DiagramVersion, version_id)
    if version is None:
        raise NotFound()
    return VersionFile(version.process_id, version.number, version.files[f"{version.process_id}.bpmn"])


def _in_flight() -> Select[*tuple[Any, ...]]:
    """A count, to be grouped by the caller."""
    return (
        select(func.count().label("in_flight"))
        .select_from(Instance)
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .where(Instance.ended_at.is_(None))
    )
