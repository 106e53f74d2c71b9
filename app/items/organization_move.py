"""Putting an organisation under another superior: what the approved end of such a change does."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.errors import Refusal
from app.items.in_flight import in_flight, said_of
from models import Organization, OrganizationChange, OrganizationKind

TREE_LOCK = 7_302 << 40  # the advisory lock of those who change the tree: two moves together could close a circle


class StillInFlight(Refusal):
    """“{name}”还有事项正在办理（{what}），不能变更上级单位。请待这些事项办结或撤回后再办理。"""


class SuperiorUnfit(Refusal):
    """“{name}”已停用，或已是“{below}”的下级，不能作为其上级单位或同级人社部门。请选择“退回”，由申请单位另选。"""


def refuse_in_flight(session: Session, organization_id: int, name: str) -> None:
    """Raise StillInFlight where anything of the organisation, or of its learners, is on its way."""
    if found := in_flight(session, organization_id):
        raise StillInFlight(name=name, what=said_of(found))


def is_beneath(session: Session, organization_id: int, above_id: int) -> bool:
    """Whether an organisation is `above_id` itself or somewhere below it in the tree."""
    one, upper = aliased(Organization), aliased(Organization)
    above = select(one.id, one.superior_id).where(one.id == organization_id).cte("above", recursive=True)
    above = above.union(select(upper.id, upper.superior_id).join(above, upper.id == above.c.superior_id))
    return session.scalar(select(above.c.id).where(above.c.id == above_id)) is not None


def move(session: Session, change_ids: Sequence[int]) -> None:
    """Put the organisations of these changes where they asked to be; region and HR department follow.

    Everything is asked again, the organisations held against whatever might begin now. Raises StillInFlight,
    SuperiorUnfit, and nothing has happened.
    """
    session.execute(select(func.pg_advisory_xact_lock(TREE_LOCK)))
    rows = session.execute(
        select(Organization, OrganizationChange)
        .join(OrganizationChange, OrganizationChange.organization_id == Organization.id)
        .where(OrganizationChange.id == func.any(list(change_ids)))
        .order_by(Organization.id)
        .with_for_update(of=Organization)
        .execution_options(populate_existing=True)
    ).all()
    for organization, change in rows:
        refuse_in_flight(session, organization.id, organization.name)
        _refuse_unfit(session, organization, change)
        _put(session, organization, change)
        session.flush()


def _refuse_unfit(session: Session, organization: Organization, change: OrganizationChange) -> None:
    for id_ in (change.new_superior_id, change.new_hr_id):
        upper = session.get_one(Organization, id_, populate_existing=True)
        if not upper.is_enabled or is_beneath(session, upper.id, organization.id):
            raise SuperiorUnfit(name=upper.name, below=organization.name)


def _put(session: Session, organization: Organization, change: OrganizationChange) -> None:
    """A base keeps its level; all others have that of their HR department."""
    hr = session.get_one(Organization, change.new_hr_id)
    organization.superior_id = change.new_superior_id
    organization.hr_id, organization.competent_id = change.new_hr_id, change.new_competent_id
    organization.region_code = hr.region_code
    if organization.kind is not OrganizationKind.BASE:
        organization.level = hr.level
