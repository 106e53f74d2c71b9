"""Whether an organisation may ask for a change now; and the open tasks of a change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.items.organization_change import SUPERIOR
from app.permissions import Actor
from app.services.approvals.locking import LockedWorkItem
from app.services.approvals.returned import lock_returned_task
from app.services.organization.refusals import ChangeNotReturned, ChangeUnderWay, NoSuperior
from models import ChangeKind, ChangeState, ItemKind, Organization, OrganizationChange

PROCESS = "organization_change"
KIND = ItemKind.ORGANIZATION_CHANGE


def changeable(session: Session, *, by: Actor) -> Organization:
    """The actor's organisation. Raises NoSuperior, ChangeUnderWay."""
    query = select(Organization, SUPERIOR).where(Organization.id == by.organization_id)
    organization, superior_id = session.execute(query.execution_options(populate_existing=True)).one()
    if superior_id is None:
        raise NoSuperior(name=organization.name)
    under_way = select(OrganizationChange.id).where(
        OrganizationChange.organization_id == organization.id,
        OrganizationChange.state.in_([ChangeState.DRAFT, ChangeState.SUBMITTED]),
    )
    if session.scalar(under_way) is not None:
        raise ChangeUnderWay()
    found: Organization = organization
    return found


def begun(organization: Organization, kind: ChangeKind, *, by: Actor) -> OrganizationChange:
    """A change that changes nothing yet: everything as it is, in the old and the new columns."""
    return OrganizationChange(
        organization_id=organization.id,
        kind=kind,
        old_name=organization.name,
        new_name=organization.name,
        new_name_key=organization.name_key,
        old_credit_code=organization.credit_code,
        new_credit_code=organization.credit_code,
        old_superior_id=organization.superior_id,
        new_superior_id=organization.superior_id,
        old_hr_id=organization.hr_id,
        new_hr_id=organization.hr_id,
        old_competent_id=organization.competent_id,
        new_competent_id=organization.competent_id,
        created_by_id=by.user_id,
    )


def lock_returned(
    session: Session, change_id: int, kind: ChangeKind, *, by: Actor
) -> tuple[LockedWorkItem, OrganizationChange]:
    """A returned change of the actor's organisation with its open task, both locked.

    Raises NotFound for another organisation's or another kind, ChangeNotReturned.
    """
    item = lock_returned_task(session, KIND, change_id)
    change = session.get(OrganizationChange, change_id, with_for_update=True, populate_existing=True)
    if change is None or change.organization_id != by.organization_id or change.kind is not kind:
        raise NotFound()
    if item is None:
        raise ChangeNotReturned()
    return item, change
