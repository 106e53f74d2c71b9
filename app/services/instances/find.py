"""One instance: what it is about and who submitted it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.approvals.visibility import is_visible_to
from app.services.instances.items import InstanceFacts, of_kind
from models import Diagram, DiagramVersion, Instance, Organization


def find_instance(session: Session, instance_id: int, *, by: Actor) -> InstanceFacts:
    """Load an instance that the actor may look at, with its item. Raises NotFound for any other."""
    row = session.execute(
        select(
            Instance.id,
            DiagramVersion.process_id,
            Diagram.name.label("process_name"),
            Instance.version_id,
            Instance.path_node_id,
            Instance.item_kind,
            Instance.item_id,
            Instance.organization_id,
            func.coalesce(Organization.name, "").label("organization_name"),
            func.coalesce(Organization.contact_name, "").label("contact_name"),
            func.coalesce(Organization.contact_phone, "").label("contact_phone"),
            Instance.revision,
            Instance.is_touched,
            Instance.started_by_id,
            Instance.started_at,
            Instance.ended_at,
            Instance.ended,
        )
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .outerjoin(Organization, Organization.id == Instance.organization_id)
        .where(Instance.id == instance_id, is_visible_to(by))
    ).one_or_none()
    if row is None:
        raise NotFound()
    return of_kind(row.item_kind).facts(session, dict(row._mapping))


def other_instances(session: Session, facts: InstanceFacts) -> list[int]:
    """The ids of all instances of the item, oldest first: after a withdrawal it may have been submitted anew."""
    query = select(Instance.id).where(Instance.item_id == facts.item_id, Instance.item_kind == facts.item_kind)
    return list(session.scalars(query.order_by(Instance.id)))
