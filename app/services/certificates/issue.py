"""Issuing a certificate: the learner asks for it once the year's standard is reached."""

import secrets

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor, Permission
from app.services import audit
from app.services.approvals.locking import confirm
from app.services.hours.hours import Hours, hours_of
from models import Certificate, Learner, Organization

VIEW = Permission.CERTIFICATE_VIEW
LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"  # without those that look alike on paper
CODE_LENGTH = 16


class StandardNotReached(Refusal):
    """{year}年度学时尚未达标，还差{missing}学时，达标后才能生成证书。"""


class StandardNotPublished(Refusal):
    """{year}年度的学时标准尚未公布，公布后才能生成证书。"""


def issue_certificate(session: Session, year: int, *, by: Actor) -> Certificate:
    """Return the actor's certificate of the year; a second click gets the first one.

    Raises StandardNotReached, StandardNotPublished.
    """
    by = confirm(session, by, VIEW)
    learner = session.scalars(select(Learner).where(Learner.id == by.learner_id).with_for_update()).one()
    held = session.scalars(_in_force(learner.id, year)).one_or_none()
    if held is not None:
        return held
    hours = hours_of(session, [learner.id], [year])[learner.id, year]
    if hours.minimum is None:
        raise StandardNotPublished(year=year)
    if not hours.is_reached:
        raise StandardNotReached(year=year, missing=hours.missing_total)
    certificate = Certificate(
        learner_id=learner.id,
        year=year,
        number=_next_number(session, year),
        code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
        hours=_snapshot(hours),
        issuer_id=session.scalars(select(Organization.hr_id).where(Organization.id == learner.employer_id)).one(),
    )
    session.add(certificate)
    session.flush()
    audit.record(session, by=by, action="certificate:issue", number=certificate.number, year=year)
    return certificate


def _in_force(learner_id: int, year: int) -> Select[Certificate]:
    return select(Certificate).where(
        Certificate.learner_id == learner_id, Certificate.year == year, Certificate.revoked_at.is_(None)
    )


def _next_number(session: Session, year: int) -> str:
    """Year and the next id of the table: gaps are allowed, doubles are not."""
    serial = session.scalars(select(func.nextval(func.pg_get_serial_sequence("certificate", "id")))).one()
    return f"JXJY{year}{serial:08d}"


def _snapshot(hours: Hours) -> dict[str, str]:
    return {"public": str(hours.public), "professional": str(hours.professional), "total": str(hours.total)}
