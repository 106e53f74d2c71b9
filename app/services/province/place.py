"""Where an HR department can be founded: in a region that has none, below one that there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.province.refusals import RegionTaken, SuperiorMissing
from app.services.reference.refusals import RegionClosed
from app.services.reference.tree import Branch, region_tree
from models import Level, Organization, OrganizationKind

IS_HR = Organization.kind == OrganizationKind.HR


@dataclass(frozen=True)
class Place:
    """A region without an HR department; `superiors` are those above it, the nearest first: it is suggested."""

    region: Branch
    within: str  # the names of the regions above, from the top
    superiors: Sequence[tuple[int, str]]

    @property
    def suggested_name(self) -> str:
        """How the department will most likely be called."""
        is_province = self.region.level is Level.PROVINCE
        return f"{self.region.name}人力资源和社会保障{'厅' if is_province else '局'}"


def vacant_regions(session: Session, *, by: Actor) -> Sequence[Branch]:
    """The regions that have no HR department and can have one, as a tree."""
    require(by, Permission.ORGANIZATION_FOUND)
    taken, enabled = _taken(session), _enabled(session)
    return [
        region
        for region in region_tree(session)
        if region.is_open
        and region.code not in taken
        and (not region.above or any(code in enabled for code in region.above))
    ]


def find_place(session: Session, region_code: str, *, by: Actor) -> Place:
    """The region, and the HR departments above it. Raises NotFound, RegionClosed, RegionTaken, SuperiorMissing."""
    require(by, Permission.ORGANIZATION_FOUND)
    tree = {region.code: region for region in region_tree(session)}
    region = tree.get(region_code)
    if region is None:
        raise NotFound()
    if not region.is_open:
        raise RegionClosed(region=region.name)
    if name := _taken(session).get(region_code):
        raise RegionTaken(region=region.name, name=name)
    enabled = _enabled(session)
    superiors = [enabled[code] for code in region.above if code in enabled]
    if region.above and not superiors:
        raise SuperiorMissing(region=region.name)
    within = "".join(tree[code].name for code in reversed(region.above))
    return Place(region, within, superiors)


def _taken(session: Session) -> dict[str, str]:
    rows = session.execute(select(Organization.region_code, Organization.name).where(IS_HR))
    return {row.region_code: row.name for row in rows}


def _enabled(session: Session) -> dict[str, tuple[int, str]]:
    query = select(Organization.region_code, Organization.id, Organization.name)
    rows = session.execute(query.where(IS_HR, Organization.is_enabled))
    return {row.region_code: (row.id, row.name) for row in rows}
