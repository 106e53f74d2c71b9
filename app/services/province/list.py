"""The list of all organisations of the province."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.registration.codes import normalise
from app.services.subordinates.list import NOTHING_ASKED, Subordinate, SubordinateFilter, narrowed, rows_of
from app.services.subordinates.scope import is_directly_under
from models import Organization


def list_organizations(
    session: Session,
    *,
    by: Actor,
    asked: SubordinateFilter = NOTHING_ASKED,
    after: int | None = None,
    limit: int = PAGE_ROWS,
) -> Page[Subordinate]:
    """One page of them by id; the text is part of a name, or a whole credit code."""
    require(by, Permission.PROVINCE_VIEW)
    ids = select(Organization.id).where(*_conditions(asked), Organization.id > (after or 0))
    page = ids.order_by(Organization.id).limit(limit + 1)
    return page_of(rows_of(session, page, by=by), limit, lambda one: one.id)


def _conditions(asked: SubordinateFilter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.under is not None:
        found.append(is_directly_under(asked.under))
    if text := tidy(asked.text):
        is_named = Organization.name.contains(text, autoescape=True)
        found.append(or_(is_named, Organization.credit_code == normalise(text)))
    return [*found, *narrowed(asked)]
