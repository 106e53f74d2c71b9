"""A learner's certificates, the years that may still have one, and one certificate as it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.guard import require
from app.services.hours.hours import Hours, hours_of
from app.services.hours.overview import YEARS_SHOWN
from app.today import today
from models import Certificate, Learner, Organization, User

AT_MOST = 100  # a working life


@dataclass(frozen=True)
class Paper:
    """What a certificate says; `is_valid` is asked anew each time, of the hours as they are now."""

    id: int
    name: str
    masked_id: str
    year: int
    number: str
    code: str
    hours: dict[str, Any]
    issuer_name: str
    issued_at: datetime
    is_valid: bool


@dataclass(frozen=True)
class Shelf:
    """Certificates, newest first, and the years whose hours wait for one or are still short."""

    papers: Sequence[Paper]
    years: Sequence[Hours]


def read_shelf(session: Session, *, by: Actor) -> Shelf:
    """Everything on the learner's page of certificates."""
    require(by, Permission.CERTIFICATE_VIEW)
    learner_id = int(by.learner_id or 0)
    own = papers(session, _papers().where(Certificate.learner_id == learner_id))
    held = {paper.year for paper in own if paper.is_valid}
    latest = today().year
    years = [year for year in range(latest, latest - YEARS_SHOWN, -1) if year not in held]
    hours = hours_of(session, [learner_id], years)
    return Shelf(own, [one for year in years if (one := hours[learner_id, year]).minimum is not None])


def find_paper(session: Session, certificate_id: int, *, by: Actor) -> Paper:
    """One of the learner's own. Raises NotFound."""
    require(by, Permission.CERTIFICATE_VIEW)
    own = (Certificate.id == certificate_id, Certificate.learner_id == by.learner_id)
    found = papers(session, _papers().where(*own))
    if not found:
        raise NotFound()
    return found[0]


def papers_numbered(session: Session, number: str) -> list[Paper]:
    """The certificate of a number, if there is one; for whoever checks it."""
    return papers(session, _papers().where(Certificate.number == number))


def papers(session: Session, query: Select[*tuple[Any, ...]]) -> list[Paper]:
    """Read certificates with what makes them valid: not revoked, and the year still reached."""
    rows = session.execute(query).all()
    hours = hours_of(session, list({row.learner_id for row in rows}), list({row.year for row in rows}))
    return [
        Paper(
            id=row.id,
            name=row.name,
            masked_id=mask(sealer().unseal(row.resident_id_sealed)),
            year=row.year,
            number=row.number,
            code=row.code,
            hours=row.hours,
            issuer_name=row.issuer_name,
            issued_at=row.issued_at,
            is_valid=row.revoked_at is None and hours[row.learner_id, row.year].is_reached,
        )
        for row in rows
    ]


def _papers() -> Select[*tuple[Any, ...]]:
    one = Certificate
    return (
        select(
            one.id, one.learner_id, one.year, one.number, one.code, one.hours, one.issued_at, one.revoked_at,
            Learner.name, User.resident_id_sealed, Organization.name.label("issuer_name"),
        )
        .join(Learner, Learner.id == one.learner_id)
        .join(User, User.id == Learner.user_id)
        .join(Organization, Organization.id == one.issuer_id)
        .order_by(one.id.desc())
        .limit(AT_MOST)
    )  # fmt: skip
