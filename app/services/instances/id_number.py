"""The learner's whole id number, for those whose work needs it; every look is audited."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted
from app.permissions import Actor
from app.sealing import sealer
from app.services import audit
from app.services.instances.find import find_instance
from app.services.instances.places import places_of
from models import ItemKind, Learner, Score, User

ACTION = "resident_id:reveal"


def reveal_id_number(session: Session, instance_id: int, *, by: Actor) -> str:
    """Return the id number of the learner while the instance is in the actor's inbox, and write that down.

    Raises NotFound for an instance he may not see or that is about no learner, NotPermitted where he has nothing
    to decide on it.
    """
    facts = find_instance(session, instance_id, by=by)
    if facts.item_kind is not ItemKind.SCORE:
        raise NotFound()
    if not any(place.is_for(by) for place in places_of(session, instance_id)):
        raise NotPermitted()
    sealed = session.execute(
        select(User.resident_id_sealed)
        .join(Learner, Learner.user_id == User.id)
        .join(Score, Score.learner_id == Learner.id)
        .where(Score.id == facts.item_id)
    ).scalar_one()
    audit.record(session, by=by, action=ACTION, organization_id=by.organization_id, instance_id=instance_id)
    return sealer().unseal(sealed)
