"""三员分立: nobody holds two of the duties of drawing, releasing and auditing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refusal
from models import OFFICES, Membership, Organization, OrganizationKind, User


class HoldsOtherDuty(Refusal):
    """{name}已是{office}的成员。系统管理、安全管理、安全审计须由不同的人担任，请另选一人。"""


def refuse_second_office(session: Session, user_id: int, name: str, organization_id: int) -> None:
    """Raise HoldsOtherDuty where the person is a member of another of the three offices already.

    The person is held until the transaction ends, so that two offices do not add him at once. Source of the
    rule: GB/T 22239-2019, 8.1.5; the index uq_membership_one_office says the same.
    """
    office = session.scalars(select(Organization.kind).where(Organization.id == organization_id)).one()
    if office not in OFFICES:
        return
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
    other = select(Membership.office).where(Membership.user_id == user_id, Membership.office.is_not(None))
    if held := session.scalar(other):
        raise HoldsOtherDuty(name=name, office=OrganizationKind(held).label)
