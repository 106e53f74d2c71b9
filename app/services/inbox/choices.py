"""What the filter of an inbox offers to its reader: processes, user tasks, regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import any_, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from app.permissions import Actor
from app.services.inbox.filter import PERSONS
from app.services.inbox.items import of_process
from models import Diagram, ItemKind, Organization, Region, UserTask


@dataclass(frozen=True)
class Choices:
    """Values with their labels, as a select shows them."""

    kinds: Sequence[tuple[str, str]]
    nodes: Sequence[tuple[str, str]]
    regions: Sequence[tuple[str, str]]


def choices_for(session: Session, *, by: Actor) -> Choices:
    """What the actor's role lets him do in any process, and the region of his organisation with its parts."""
    modules = literal(sorted(by.clearing), ARRAY(Text))
    tasks = session.execute(
        select(UserTask.process_id, UserTask.node_id, UserTask.name, Diagram.name.label("process_name"))
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .where(UserTask.permission == any_(modules))
        .order_by(UserTask.process_id, UserTask.id)
    ).all()
    kinds: dict[ItemKind, str] = {of_process(task.process_id).kind: task.process_name for task in tasks}
    nodes = {f"{task.process_id}/{task.node_id}": f"{task.process_name}：{task.name}" for task in tasks}
    return Choices(
        kinds=[(str(kind), name) for kind, name in kinds.items()],
        nodes=list(nodes.items()),
        regions=_regions(session, by),
    )


def name_of_submitter(session: Session, submitter_id: int) -> str:
    """The submitter that a filter names by its id; nothing is said of one that is not there."""
    if submitter_id == PERSONS:
        return "个人提交"
    return session.scalar(select(Organization.name).where(Organization.id == submitter_id)) or ""


def _regions(session: Session, by: Actor) -> list[tuple[str, str]]:
    own = select(Organization.region_code).where(Organization.id == by.organization_id).scalar_subquery()
    rows = session.execute(
        select(Region.code, Region.name)
        .where(or_(Region.code == own, Region.parent_code == own))
        .order_by(Region.code)
    )
    return [(row.code, row.name) for row in rows]
