"""As whom a person can act: as a member of organisations, as a learner, or as both."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.accounts.actors import LEARNER_ROLE, SUPER_ROLE
from models import Learner, Membership, Organization, Role, UserType


@dataclass(frozen=True)
class Identity:
    """One of them; a disabled one is known, but cannot be taken."""

    user_type: UserType
    organization_name: str
    role_name: str
    is_enabled: bool
    membership_id: int | None = None
    learner_id: int | None = None
    organization_id: int | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"member-{self.membership_id}" if self.membership_id else f"learner-{self.learner_id}"


def identities_of(session: Session, user_id: int | None, user_type: UserType | None = None) -> list[Identity]:
    """Return what the person is, disabled ones too; only of one user type if given. For None: nothing."""
    found = [*_memberships(session, user_id), *_learners(session, user_id)]
    return [identity for identity in found if user_type in (None, identity.user_type)]


def enabled_identities(session: Session, user_id: int, user_type: UserType | None = None) -> list[Identity]:
    """Return those of `identities_of` that can be taken."""
    return [identity for identity in identities_of(session, user_id, user_type) if identity.is_enabled]


def _memberships(session: Session, user_id: int | None) -> list[Identity]:
    rows = session.execute(
        select(Membership, Organization, Role.name.label("role_name"))
        .join(Organization, Organization.id == Membership.organization_id)
        .outerjoin(Role, Role.id == Membership.role_id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.id)
    )
    return [
        Identity(
            user_type=UserType(row.Organization.kind.value),
            organization_name=row.Organization.name,
            role_name=SUPER_ROLE if row.Membership.is_super else row.role_name,
            is_enabled=row.Membership.is_enabled and row.Organization.is_enabled,
            membership_id=row.Membership.id,
            organization_id=row.Organization.id,
        )
        for row in rows
    ]


def _learners(session: Session, user_id: int | None) -> list[Identity]:
    rows = session.execute(
        select(Learner, Organization.name.label("employer"))
        .join(Organization, Organization.id == Learner.employer_id)
        .where(Learner.user_id == user_id)
    )
    return [
        Identity(
            user_type=UserType.LEARNER,
            organization_name=row.employer,
            role_name=LEARNER_ROLE,
            is_enabled=row.Learner.is_enabled,
            learner_id=row.Learner.id,
        )
        for row in rows
    ]
