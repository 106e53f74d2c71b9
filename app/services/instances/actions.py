"""What an actor may do with an instance now; the verbs themselves ask again."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.items import item_of_kind
from app.permissions import Actor, Permission, may, owns
from app.services.approvals.resubmit import GIVE_UP, RESUBMIT
from app.services.approvals.withdraw import may_take
from app.services.instances.items import InstanceFacts
from app.services.instances.places import Place
from app.services.instances.sharing import Sharing


@dataclass(frozen=True)
class Actions:
    """The open work item that the actor may decide or correct, and whether he may take the instance back."""

    decide: Place | None = None
    correct: Place | None = None
    give_up: Place | None = None
    withdraw: bool = False

    @property
    def reveal(self) -> bool:
        """Whether his work here needs the learner's whole id number."""
        return self.decide is not None or self.correct is not None


def actions_of(facts: InstanceFacts, places: Sequence[Place], sharing: Sharing, *, by: Actor) -> Actions:
    """What `by` may do: by whose turn it is, what his role opens, and how far the instance is."""
    mine = [place for place in places if place.is_for(by)]
    is_own = facts.organization_id is None and by.is_learner  # whoever may see a personal item submitted it
    own = [place for place in places if is_own and place.organization_id is None]
    corrections = [place for place in (*mine, *own) if RESUBMIT in place.outcomes]
    decisions = [place for place in places if _decides(place, mine, sharing)]
    may_correct = corrections and may(by, Permission.INSTANCE_RESUBMIT)
    return Actions(
        decide=decisions[0] if decisions else None,
        correct=corrections[0] if may_correct else None,
        give_up=next((place for place in corrections if may_correct and GIVE_UP in place.outcomes), None),
        withdraw=_may_withdraw(facts, by),
    )


def _decides(place: Place, mine: Sequence[Place], sharing: Sharing) -> bool:
    """Whether it is the actor's turn: by his signature where several sign, else where no colleague holds it."""
    if RESUBMIT in place.outcomes:
        return False
    if place.several_sign:
        return sharing.signs and place == sharing.place
    return place in mine and not sharing.is_held_by_other


def _may_withdraw(facts: InstanceFacts, by: Actor) -> bool:
    """Only the submitter, and only while nothing but the submission has happened."""
    is_personal = facts.organization_id is None and by.is_learner
    is_own = is_personal or owns(by, organization_id=facts.organization_id)
    may_submit = may(by, item_of_kind(facts.item_kind).start_permission)
    return (
        is_own
        and may(by, Permission.INSTANCE_WITHDRAW)
        and may_submit
        and facts.ended_at is None
        and not facts.is_touched
        and may_take(facts.item_kind, facts.started_by_id, by)
    )
