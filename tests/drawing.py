"""The offices, and a draft of `score_declaration` in which hours also pass the city's HR department."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import decide
from app.services.demo.offices import drawn
from app.services.diagrams.drafts import save_draft, start_draft
from app.services.diagrams.library import current_version
from app.services.diagrams.publish import publish_shipped
from app.services.diagrams.releasing import ReleaseFields, submit_release
from models import Diagram, DiagramRelease, Instance, ItemKind, OrganizationKind, WorkItem
from tests.factories import make_member, make_office

PROCESS = "score_declaration"
NOTE = "县级审核通过后增加市级人社部门复核一步。"


@dataclass(frozen=True)
class Offices:
    """A member of each office."""

    system: Actor
    security: Actor
    audit: Actor


def make_offices(session: Session) -> Offices:
    """The offices, and the shipped diagrams if they are not there yet."""
    if session.get(Diagram, "diagram_release") is None:
        publish_shipped(session)
    return Offices(*(make_member(session, make_office(session, kind)) for kind in KINDS))


KINDS = (OrganizationKind.SYSTEM, OrganizationKind.SECURITY, OrganizationKind.AUDIT)


def draw_city_review(session: Session, *, by: Actor) -> int:
    """A draft with the further step; returns its id."""
    draft_id = start_draft(session, current_version(session, PROCESS), "增加市级复核", by=by)
    save_draft(session, draft_id, by=by, xml=drawn(), revision=1)
    return draft_id


def submit_city_review(session: Session, *, by: Actor, **fields: object) -> int:
    """Ask for the release of such a draft; returns the release's id."""
    return submit_release(session, draw_city_review(session, by=by), ReleaseFields(NOTE, **fields), by=by)


def open_task(session: Session, release_id: int) -> int:
    """The open work item of a release."""
    query = select(WorkItem.id).join(Instance, Instance.id == WorkItem.instance_id)
    its_own = (Instance.item_kind == ItemKind.DIAGRAM_RELEASE, Instance.item_id == release_id)
    return session.scalars(query.where(*its_own, WorkItem.closed_at.is_(None))).one()


def decide_release(session: Session, release_id: int, outcome: str, *, by: Actor) -> DiagramRelease:
    """Decide it; returns the release as it is then."""
    result = decide(session, [open_task(session, release_id)], by=by, outcome=outcome, comment="已核对。")[0]
    if result.refusal is not None:
        raise result.refusal
    return session.get_one(DiagramRelease, release_id, populate_existing=True)
