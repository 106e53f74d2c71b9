"""One instance: what it is about and who submitted it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.errors import NotFound
from app.permissions import Actor
from app.sealing import sealer
from app.services.inbox.classes import TaughtClass, find_classes
from app.services.instances.visibility import is_visible_to
from models import Diagram, DiagramVersion, Instance, ItemKind, Learner, Organization, Score, User


@dataclass(frozen=True)
class InstanceFacts:
    """An instance of a score's process, with the learner's number masked."""

    id: int
    process_id: str
    process_name: str
    version_id: int
    path_node_id: int
    item_id: int
    organization_id: int
    organization_name: str
    contact_name: str
    contact_phone: str
    revision: int
    event_count: int
    started_at: datetime
    ended_at: datetime | None
    ended: str | None
    learner_name: str
    masked_id: str
    employer_name: str
    class_facts: TaughtClass


def find_instance(session: Session, instance_id: int, *, by: Actor) -> InstanceFacts:
    """Load an instance that the actor may look at. Raises NotFound for any other."""
    submitter, employer = aliased(Organization), aliased(Organization)
    row = session.execute(
        select(
            Instance.id,
            DiagramVersion.process_id,
            Diagram.name.label("process_name"),
            Instance.version_id,
            Instance.path_node_id,
            Instance.item_id,
            Instance.organization_id,
            submitter.name.label("organization_name"),
            submitter.contact_name,
            submitter.contact_phone,
            Instance.revision,
            Instance.event_count,
            Instance.started_at,
            Instance.ended_at,
            Instance.ended,
            Learner.name.label("learner_name"),
            User.resident_id_sealed,
            employer.name.label("employer_name"),
            Score.class_id,
        )
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .join(submitter, submitter.id == Instance.organization_id)
        .join(Score, and_(Score.id == Instance.item_id, Instance.item_kind == ItemKind.SCORE))
        .join(Learner, Learner.id == Score.learner_id)
        .join(User, User.id == Learner.user_id)
        .outerjoin(employer, employer.id == Score.employer_id)
        .where(Instance.id == instance_id, is_visible_to(by))
    ).one_or_none()
    if row is None:
        raise NotFound()
    facts = dict(row._mapping)
    masked_id = resident_id.mask(sealer().unseal(facts.pop("resident_id_sealed")))
    class_id = facts.pop("class_id")
    return InstanceFacts(
        **facts | {"employer_name": row.employer_name or ""},
        masked_id=masked_id,
        class_facts=find_classes(session, [class_id])[class_id],
    )


def other_instances(session: Session, facts: InstanceFacts) -> list[int]:
    """The ids of all instances of the item, oldest first: after a withdrawal it may have been submitted anew."""
    query = select(Instance.id).where(Instance.item_id == facts.item_id, Instance.item_kind == ItemKind.SCORE)
    return list(session.scalars(query.order_by(Instance.id)))
