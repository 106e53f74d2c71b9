"""Venues and people of training bases."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models import Organization, Ownership, Staff, StaffKind, Venue, VenueKind
from tests.factories.rows import numbers, saved


def make_venue(session: Session, base: Organization, **columns: Any) -> Venue:
    """A classroom of the base's own."""
    given = {"kind": VenueKind.CLASSROOM, "area": Decimal("86.5"), "seats": 60, "ownership": Ownership.OWN}
    return saved(session, Venue(base_id=base.id, **{"name": f"教室{next(numbers)}"} | given | columns))


def make_staff(session: Session, base: Organization, **columns: Any) -> Staff:
    """A teacher of the base's own."""
    given = {"kind": StaffKind.FULL_TIME, "education": "大学本科", "specialty": "公需科目"}
    return saved(session, Staff(base_id=base.id, **{"name": f"教师{next(numbers)}"} | given | columns))
