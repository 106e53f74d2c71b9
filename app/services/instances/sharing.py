"""What members can do with an instance besides deciding it: who holds it, who signs, where it can go back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.permissions import Actor, owns
from app.services.approvals.circle import Circle, Signer, circles_of
from app.services.approvals.colleagues import Colleague, list_colleagues
from app.services.approvals.copied import CopiedOrganization, organizations_to_copy
from app.services.approvals.resubmit import RESUBMIT
from app.services.approvals.signing import ADDED
from app.services.approvals.stepping_back import earlier_steps
from app.services.approvals.user_tasks import user_task
from app.services.instances.items import InstanceFacts
from app.services.instances.places import Place
from app.services.instances.timeline import Entry
from app.services.instances.words import Word, outcome_word
from models import EventKind


@dataclass(frozen=True)
class Step:
    """An earlier step of the instance, by its user task."""

    user_task_id: int
    name: str


@dataclass(frozen=True)
class Sharing:
    """For a reader who is a member; for a learner everything is empty.

    `place` is the open work item of the reader's organisation that his role opens, whoever holds it; `signs`
    says whether his signature is asked for now.
    """

    place: Place | None = None
    circles: Mapping[int, Circle] = field(default_factory=dict)
    colleagues: Sequence[Colleague] = ()
    organizations: Sequence[CopiedOrganization] = ()
    steps: Sequence[Step] = ()
    is_held_by_other: bool = False
    signs: bool = False
    may_take_back: bool = False
    may_urge: bool = False
    may_remark: bool = False

    @property
    def circle(self) -> Circle | None:
        """Who signs the place."""
        return self.circles.get(self.place.work_item_id) if self.place else None

    def said(self, signer: Signer) -> Word:
        """What a signer said, in words."""
        return outcome_word(signer.outcome or "")

    @property
    def deciders(self) -> list[Colleague]:
        """The colleagues to whom the place can be given."""
        return [one for one in self.colleagues if self.place and one.holds(self.place.permission)]


def sharing_of(
    session: Session, facts: InstanceFacts, places: Sequence[Place], acts: Sequence[Entry], *, by: Actor
) -> Sharing:
    """Read it in a constant number of statements; the verbs themselves ask again."""
    if by.is_learner:
        return Sharing()
    rules = {place.work_item_id: place.countersign or ADDED for place in places if place.several_sign}
    circles = circles_of(session, rules)
    if facts.ended_at is not None:
        return Sharing(circles=circles)
    place = next((one for one in places if one.is_for(by) and _is_decided_here(one)), None)
    signing = [one for one in places if one.work_item_id in circles and circles[one.work_item_id].turn_of(by)]
    place = place or next((one for one in signing if one.organization_id == by.organization_id), None)
    is_free = place is not None and not place.several_sign and not place.is_held_by_other(by)
    is_own = owns(by, organization_id=facts.organization_id)
    return Sharing(
        place=place,
        circles=circles,
        colleagues=list_colleagues(session, by=by),
        organizations=organizations_to_copy(session, facts.id, facts.item_kind, facts.item_id, by=by),
        steps=_steps(session, facts) if is_free else (),
        is_held_by_other=place is not None and not place.several_sign and place.is_held_by_other(by),
        signs=bool(signing),
        may_take_back=_may_take_back(acts, by),
        may_urge=is_own and any(one.organization_id not in (None, by.organization_id) for one in places),
        may_remark=True,
    )


def _is_decided_here(place: Place) -> bool:
    return RESUBMIT not in place.outcomes


def _steps(session: Session, facts: InstanceFacts) -> list[Step]:
    ids = earlier_steps(session, facts.path_node_id, facts.item_kind)
    return [Step(id, user_task(session, id).name) for id in ids]


def _may_take_back(acts: Sequence[Entry], by: Actor) -> bool:
    last = acts[-1] if acts else None
    return last is not None and last.kind is EventKind.DECIDED and last.user_id == by.user_id
