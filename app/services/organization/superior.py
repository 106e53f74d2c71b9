"""Asking for another superior (上级单位变更), and correcting such a request that was returned."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.items.organization_move import is_beneath, refuse_in_flight
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.organization.changeable import PROCESS, begun, changeable, lock_returned
from app.services.organization.holding import hold_organization
from app.services.organization.refusals import (
    ReasonMissing,
    SameSuperior,
    SuperiorBeneath,
    SuperiorDisabledNow,
    SuperiorKept,
    SuperiorTooLow,
)
from app.services.registration.choosing import chosen_organization
from models import ChangeKind, Level, Organization, OrganizationChange, OrganizationKind

CHANGE = Permission.ORGANIZATION_CHANGE
CHOICES = {
    OrganizationKind.BASE: ("hr", "competent"),
    OrganizationKind.EMPLOYER: ("hr", "competent", "superior"),
    OrganizationKind.COMPETENT: ("hr", "competent"),
}
"""What organisations of a kind choose, as when they register; the HR department is required."""
RANKS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


class Chosen(NamedTuple):
    """What a chooser sent: an id, or the whole name where there are no scripts."""

    id: str = ""
    name: str = ""


NOTHING = Chosen()


@dataclass(frozen=True)
class SuperiorFields:
    """Where the organisation wants to be, and why."""

    hr: Chosen
    competent: Chosen = NOTHING
    superior: Chosen = NOTHING
    reason: str = ""


def find_movable(session: Session, *, by: Actor) -> Organization:
    """The actor's organisation, if it may ask for another superior now.

    Raises SuperiorKept, NoSuperior, ChangeUnderWay, StillInFlight.
    """
    require(by, CHANGE)
    return _movable(session, by)


def present_choices(session: Session, organization: Organization) -> dict[str, Chosen]:
    """What the choosers show at first: those above the organisation as it is now."""
    above = (organization.hr_id, organization.competent_id, organization.superior_id)
    return chosen_of(session, organization.kind, *above)


def chosen_of(
    session: Session, kind: OrganizationKind, hr_id: int | None, competent_id: int | None, superior_id: int | None
) -> dict[str, Chosen]:
    """The same of any place in the tree, by the choosers' names."""
    ids = [id_ for id_ in (hr_id, competent_id, superior_id) if id_ is not None]
    rows = {row.id: row for row in session.scalars(select(Organization).where(Organization.id.in_(ids)))}
    found = {"hr": rows.get(hr_id or 0), "competent": rows.get(competent_id or 0)}
    upper = rows.get(superior_id or 0)
    if upper is not None and upper.kind is OrganizationKind.EMPLOYER:
        found["superior"] = upper
    elif upper is not None and upper.kind is OrganizationKind.COMPETENT:
        found["competent"] = upper
    return {what: Chosen(str(one.id), one.name) if (one := found.get(what)) else NOTHING for what in CHOICES[kind]}


def request_superior(session: Session, fields: SuperiorFields, *, by: Actor) -> OrganizationChange:
    """Ask the present superior, and after it the new one, for the change; it is submitted at once.

    Raises what find_movable raises, or the FieldRefusal that says what is wrong.
    """
    by = confirm(session, by, CHANGE)
    hold_organization(session, by=by)  # what begins in this moment is seen at the end, under a full lock
    organization = _movable(session, by)
    change = begun(organization, ChangeKind.SUPERIOR, by=by)
    _fill(session, change, organization, fields)
    session.add(change)
    session.flush()
    result = start(session, PROCESS, [change.id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=CHANGE, change=change.id, superior=change.new_superior_id, hr=change.new_hr_id)
    return change


def correct_superior(
    session: Session, change_id: int, fields: SuperiorFields, *, by: Actor, comment: str = ""
) -> None:
    """Correct a returned change and submit it again, in the same instance: the present superior looks once more.

    Raises NotFound for another organisation's, ChangeNotReturned, or a FieldRefusal.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    require(by, CHANGE)
    item, change = lock_returned(session, change_id, ChangeKind.SUPERIOR, by=by)
    _fill(session, change, session.get_one(Organization, change.organization_id), fields)
    session.flush()
    record(session, by=by, action="organization:correct", change=change_id)
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal


def _movable(session: Session, by: Actor) -> Organization:
    if by.kind not in CHOICES:
        raise SuperiorKept()
    organization = changeable(session, by=by)
    refuse_in_flight(session, organization.id, organization.name)
    return organization


def _fill(session: Session, change: OrganizationChange, organization: Organization, fields: SuperiorFields) -> None:
    """Check everything before anything is written; the superior is whom a registration would have named."""
    chosen = _chosen(session, organization, fields)
    if not (reason := tidy(fields.reason)):
        raise ReasonMissing()
    for what, one in chosen.items():
        if is_beneath(session, one.id, organization.id):
            raise SuperiorBeneath(field=f"{what}_id", name=one.name)
    _refuse_too_low(organization, chosen)
    competent = chosen.get("competent")
    superior = competent or chosen.get("superior") or chosen["hr"]
    if (superior.id, chosen["hr"].id) == (change.old_superior_id or change.old_hr_id, change.old_hr_id):
        raise SameSuperior()
    is_department = organization.kind is OrganizationKind.COMPETENT
    change.new_superior_id, change.new_hr_id = superior.id, chosen["hr"].id
    change.new_competent_id = competent.id if competent and not is_department else None
    change.reason = reason


def _chosen(session: Session, organization: Organization, fields: SuperiorFields) -> dict[str, Organization]:
    """What was chosen, held against being disabled in this moment."""
    found = {}
    for what in CHOICES[organization.kind]:
        sent: Chosen = getattr(fields, what)
        if id_ := chosen_organization(session, what, sent.id, sent.name, required=what == "hr"):
            held = {"read": True, "key_share": True}
            one = session.get_one(Organization, id_, with_for_update=held, populate_existing=True)
            if not one.is_enabled:
                raise SuperiorDisabledNow(field=f"{what}_id", name=one.name)
            found[what] = one
    return found


def _refuse_too_low(organization: Organization, chosen: dict[str, Organization]) -> None:
    """A base keeps its level, all others take that of the HR department; no superior is below it."""
    level = organization.level if organization.kind is OrganizationKind.BASE else chosen["hr"].level
    for what, one in chosen.items():
        if _rank(one.level) > _rank(level):
            raise SuperiorTooLow(field=f"{what}_id", name=one.name, level=one.level.label, needed=level.label)


def _rank(level: Level) -> int:
    """No department stands above the province's, so that a national base belongs there."""
    return RANKS.index(level) if level in RANKS else 0
