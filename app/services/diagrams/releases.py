"""Releases as the offices read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission, owns
from app.services.approvals.returned import returned_tasks
from app.services.diagrams.refusals import ReleaseNotReturned
from app.services.guard import require
from models import DiagramRelease, Instance, ItemKind, ReleaseState


@dataclass(frozen=True)
class Release:
    """A release; `files` are what would be put into service."""

    id: int
    draft_id: int
    process_id: str
    base_version_id: int
    files: Mapping[str, str]
    note: str
    effective_on: date | None
    state: ReleaseState


def read_release(session: Session, release_id: int, *, by: Actor) -> Release:
    """A release, for all three offices. Raises NotFound."""
    require(by, Permission.DIAGRAM_VIEW)
    return _release(session.get(DiagramRelease, release_id))


def returned_release(session: Session, release_id: int, *, by: Actor) -> Release:
    """A release of the actor's office that waits for his correction. Raises NotFound, ReleaseNotReturned."""
    require(by, Permission.DIAGRAM_RELEASE)
    found = session.get(DiagramRelease, release_id)
    if found is None or not owns(by, organization_id=found.organization_id):
        raise NotFound()
    if session.scalar(returned_tasks(ItemKind.DIAGRAM_RELEASE, release_id)) is None:
        raise ReleaseNotReturned()
    return _release(found)


def instance_of(session: Session, release_id: int, *, by: Actor) -> int:
    """The instance that a release was submitted as, the newest where it was submitted anew. Raises NotFound."""
    require(by, Permission.DIAGRAM_VIEW)
    query = select(Instance.id).where(
        Instance.item_kind == ItemKind.DIAGRAM_RELEASE, Instance.item_id == release_id
    )
    instance_id = session.scalar(query.order_by(Instance.id.desc()).limit(1))
    if instance_id is None:
        raise NotFound()
    return instance_id


def _release(found: DiagramRelease | None) -> Release:
    if found is None:
        raise NotFound()
    return Release(**{name: getattr(found, name) for name in Release.__dataclass_fields__})
