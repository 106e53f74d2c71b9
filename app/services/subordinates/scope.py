"""Which organisations are below an actor's own: directly, or anywhere in the tree beneath it."""

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import HR, Actor
from app.services.accounts.reset_password import is_under
from models import Organization, OrganizationKind, Region


def is_beneath(by: Actor) -> ColumnElement[bool]:
    """Whether an organisation is anywhere below the actor's.

    An HR department looks after all that name it, or one below it, as theirs: a few hundred departments are
    found first, and not half a million organisations walked. All others have what hangs below them in the tree.
    """
    if by.kind != HR:
        return Organization.id.in_(select(_hanging(by).c.id)) & (Organization.id != by.organization_id)
    departments = select(_hanging(by, OrganizationKind.HR).c.id)
    is_department = (Organization.kind == OrganizationKind.HR) & Organization.superior_id.in_(departments)
    return or_(Organization.hr_id.in_(departments), is_department)


def refuse_not_below(session: Session, organization_id: int, *, by: Actor) -> None:
    """Raise NotFound unless an organisation is below the actor's: the way up from it is short."""
    above = _above(organization_id)
    is_there = select(above.c.id).where(above.c.id == by.organization_id)
    if organization_id == by.organization_id or session.scalar(is_there) is None:
        raise NotFound()


def trail_to(session: Session, organization_id: int, *, by: Actor) -> list[tuple[int, str]]:
    """The organisations between the actor's own and this one, it too, from the top: ids and names."""
    trail: list[tuple[int, str]] = []
    id_: int | None = organization_id
    while id_ is not None and id_ != by.organization_id and id_ not in dict(trail):
        one = select(Organization.name, Organization.superior_id, Organization.hr_id).where(Organization.id == id_)
        row = session.execute(one).one()
        trail.append((id_, row.name))
        id_ = row.superior_id or row.hr_id
    return trail[::-1]


def regions_below(session: Session, *, by: Actor) -> list[tuple[str, str]]:
    """The region of the actor's organisation and those in it, by code; deeper names stand further in."""
    own = select(Organization.region_code).where(Organization.id == by.organization_id).scalar_subquery()
    top = select(Region.code, Region.name, literal(0).label("depth")).where(Region.code == own)
    found: Any = top.cte("found", recursive=True)
    below = select(Region.code, Region.name, found.c.depth + 1).join(found, Region.parent_code == found.c.code)
    found = found.union_all(below)
    rows = session.execute(select(found.c.code, found.c.name, found.c.depth).order_by(found.c.code))
    return [(row.code, "\u3000" * row.depth + row.name) for row in rows]


def is_in_region(code: str) -> ColumnElement[bool]:
    """Whether an organisation is in this region, or in one below it."""
    walk = select(Region.code).where(Region.code == code).cte("regions", recursive=True)
    walk = walk.union_all(select(Region.code).join(walk, Region.parent_code == walk.c.code))
    return Organization.region_code.in_(select(walk.c.code))


def is_directly_under(organization_id: int) -> ColumnElement[bool]:
    """Whether an organisation hangs right below this one; by ix_organization_supervisor."""
    return is_under(organization_id)


def _hanging(by: Actor, kind: OrganizationKind | None = None) -> CTE:
    """The actor's own organisation and those below it by their superior, of one kind if given."""
    own = select(literal(by.organization_id, BigInteger).label("id")).cte("hanging", recursive=True)
    below = aliased(Organization)
    query = select(below.id).join(own, below.superior_id == own.c.id)
    return own.union(query if kind is None else query.where(below.kind == kind))


def _above(organization_id: int) -> CTE:
    """An organisation and all above it: superiors and HR departments."""
    one, upper = aliased(Organization), aliased(Organization)
    above: Any = (
        select(one.id, one.superior_id, one.hr_id).where(one.id == organization_id).cte("above", recursive=True)
    )
    is_next = or_(upper.id == above.c.superior_id, upper.id == above.c.hr_id)
    found: CTE = above.union(select(upper.id, upper.superior_id, upper.hr_id).join(above, is_next))
    return found
