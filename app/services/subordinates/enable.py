"""Disabling an organisation below (停用) and enabling it again; nothing is left waiting for nobody."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.items.in_flight import about_learners, said_of
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.reference.edit_regions import refuse_closed
from app.services.subordinates.read import waiting_at
from app.services.subordinates.refusals import (
    EnablingReasonMissing,
    LearnersUnderReview,
    OthersAskForIt,
    OthersBelow,
    SuperiorDisabled,
    WorkWaitsThere,
)
from app.services.subordinates.scope import refuse_not_below
from models import (
    ChangeKind,
    ChangeState,
    Organization,
    OrganizationChange,
    OrganizationKind,
    Registration,
    RegistrationState,
)

ENABLE = Permission.ORGANIZATION_ENABLE


def enable_organization(
    session: Session, organization_id: int, *, enabled: bool, reason: str, by: Actor
) -> Organization:
    """Disable or enable an organisation below the actor's; its members are signed out by their next request.

    Doing so twice is no error. It is held against whatever might be submitted to it in this moment. Raises
    NotFound, EnablingReasonMissing, and what stands in the way.
    """
    session.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())
    by = confirm(session, by, ENABLE)
    refuse_not_below(session, organization_id, by=by)
    organization = session.get_one(Organization, organization_id, populate_existing=True)
    if not (reason := tidy(reason)):
        raise EnablingReasonMissing()
    if organization.is_enabled == enabled:
        return organization
    if enabled:
        _refuse_below_disabled(session, organization)
    else:
        _refuse_needed(session, organization)
    organization.is_enabled, organization.disabled_reason = enabled, "" if enabled else reason
    session.flush()
    action = ENABLE if enabled else "organization:disable"
    record(session, by=by, action=action, organization=organization.id, reason=reason)
    return organization


def _refuse_needed(session: Session, organization: Organization) -> None:
    """What waits for it, or would open there, must not find nobody."""
    name, id_ = organization.name, organization.id
    if waiting := waiting_at(session, id_):
        raise WorkWaitsThere(name=name, count=waiting)
    if found := about_learners(session, id_):
        raise LearnersUnderReview(name=name, what=said_of(found))
    named = (Organization.superior_id, Organization.hr_id, Organization.competent_id)
    below = select(func.count()).where(or_(*(column == id_ for column in named)), Organization.is_enabled)
    if count := session.scalar(below):
        raise OthersBelow(name=name, count=count)
    if count := _asking_for(session, id_):
        raise OthersAskForIt(name=name, count=count)


def _asking_for(session: Session, organization_id: int) -> int:
    """How many registrations and changes that are under way name it as what they want above them."""
    one, change = Registration, OrganizationChange
    registering = or_(*(column == organization_id for column in (one.superior_id, one.hr_id, one.competent_id)))
    moving = or_(change.new_superior_id == organization_id, change.new_hr_id == organization_id)
    counted = (
        select(func.count()).where(registering, one.state == RegistrationState.PENDING),
        select(func.count()).where(
            moving, change.kind == ChangeKind.SUPERIOR, change.state == ChangeState.SUBMITTED
        ),
    )
    return sum(session.scalar(query) or 0 for query in counted)


def _refuse_below_disabled(session: Session, organization: Organization) -> None:
    if organization.kind is OrganizationKind.HR:
        refuse_closed(session, organization.region_code)
    above = {organization.superior_id, organization.hr_id, organization.competent_id} - {None}
    disabled = select(Organization.name).where(Organization.id.in_(above), Organization.is_enabled.is_(False))
    if superior := session.scalar(disabled.limit(1)):
        raise SuperiorDisabled(name=organization.name, superior=superior)
