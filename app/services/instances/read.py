"""Everything that the page of one instance shows, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.permissions import Actor
from app.services.instances.actions import Actions, actions_of
from app.services.instances.ahead import Ahead, At, ahead_of
from app.services.instances.find import find_instance, other_instances
from app.services.instances.items import InstanceFacts, InstanceItem, of_kind
from app.services.instances.places import Place, places_of
from app.services.instances.reasons import Reason, reasons_of
from app.services.instances.revisions import Field, Revision, compare, revisions_of
from app.services.instances.sharing import Sharing, sharing_of
from app.services.instances.timeline import Entry, timeline_of
from app.services.instances.where import word_of_end
from app.services.instances.words import Word


@dataclass(frozen=True)
class InstancePage:
    """One instance as it is now, what led there, and what the reader may do."""

    facts: InstanceFacts
    places: Sequence[Place]
    acts: Sequence[Entry]
    revisions: Sequence[Revision]
    siblings: Sequence[int]
    actions: Actions
    ahead: Ahead | None
    reasons: Sequence[Reason]
    sharing: Sharing

    @property
    def item(self) -> InstanceItem:
        """How items of this kind look."""
        return of_kind(self.facts.item_kind)

    @property
    def _is_returned(self) -> bool:
        party = item_of_kind(self.facts.item_kind).submitter_party
        return bool(self.places) and self.places[0].party == party

    @property
    def word(self) -> Word:
        """Where it is, or how it ended."""
        if self.facts.ended:
            return word_of_end(self.facts.item_kind, self.facts.ended)
        return self.places[0].word if self.places else Word("办理中", "info")

    @property
    def entries(self) -> list[Entry]:
        """The acts, and after them what is being waited for."""
        return [*self.acts, *(_expected(place) for place in self.places)]

    @property
    def latest(self) -> Revision:
        """What is being decided on."""
        return self.revisions[-1]

    @property
    def changes(self) -> list[Field]:
        """The latest revision beside the one before it; empty while there is only one."""
        return compare(self.revisions[-2], self.revisions[-1], self.item.labels) if len(self.revisions) > 1 else []

    @property
    def return_reason(self) -> Entry | None:
        """The last act, where it is a return that the submitter has to answer."""
        last = self.acts[-1] if self.acts else None
        return last if last is not None and self._is_returned else None


def read_instance(session: Session, instance_id: int, *, by: Actor) -> InstancePage:
    """Read the page of an instance that the actor may look at. Raises NotFound for any other."""
    facts = find_instance(session, instance_id, by=by)
    places, acts = places_of(session, facts.id), timeline_of(session, facts.id)
    at = [At(facts.version_id, facts.path_node_id, facts.process_id, place.node_id) for place in places[:1]]
    sharing = sharing_of(session, facts, places, acts, by=by)
    return InstancePage(
        facts=facts,
        places=places,
        acts=acts,
        revisions=revisions_of(session, facts.id),
        siblings=[id for id in other_instances(session, facts) if id != facts.id],
        actions=actions_of(facts, places, sharing, by=by),
        ahead=next(iter(ahead_of(session, at).values()), None),
        reasons=reasons_of(session, facts, places, by=by),
        sharing=sharing,
    )


def _expected(place: Place) -> Entry:
    return Entry(
        kind=None,
        action=f"等待{place.task_name}",
        said="",
        tone="warning",
        task_name=place.task_name,
        node_id=place.node_id,
        who=None,
        organization=place.organization_name,
        comment=None,
        revision=0,
        time=None,
        present=True,
    )
