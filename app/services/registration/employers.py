"""The employers of a region, for learners who look for theirs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plain_text import tidy
from app.services.page import PAGE_ROWS, Page, page_of
from models import Organization, OrganizationKind, Region


def all_regions(session: Session) -> list[tuple[str, str]]:
    """Code and name of each region."""
    return [(row.code, row.name) for row in session.execute(select(Region.code, Region.name).order_by(Region.code))]


def employers_of(session: Session, region: str, text: str = "", *, after: int | None = None) -> Page[Organization]:
    """One page of a region's employers that were approved, those whose name holds `text`."""
    one = Organization
    query = select(one).where(
        one.kind == OrganizationKind.EMPLOYER, one.is_enabled, one.region_code == region, one.id > (after or 0)
    )
    if text := tidy(text):
        query = query.where(one.name.icontains(text, autoescape=True))
    return page_of(
        session.scalars(query.order_by(one.id).limit(PAGE_ROWS + 1)).all(), PAGE_ROWS, lambda row: row.id
    )
