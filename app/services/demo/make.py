"""Make the demo province: everything from one seed, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import settings
from app.database import Database
from app.services.accounts.passwords import hashed
from app.services.dashboard.refresh import refresh_work
from app.services.demo import accounts
from app.services.demo.bases import make_bases
from app.services.demo.bodies import Bodies, Body
from app.services.demo.changes import start_change, start_move
from app.services.demo.classes import make_classes, make_subjects
from app.services.demo.deadlines import set_deadlines
from app.services.demo.departments import Departments, make_departments
from app.services.demo.employers import make_employers
from app.services.demo.facilities import furnish
from app.services.demo.fields import EDUCATION
from app.services.demo.flow import Flow, steps_of
from app.services.demo.limits import publish_limited
from app.services.demo.names import Names
from app.services.demo.notices import publish_notices
from app.services.demo.offices import draw, make_offices
from app.services.demo.people import People
from app.services.demo.plans import start_plans
from app.services.demo.regions import places
from app.services.demo.registrations import start_registrations
from app.services.demo.reports import start_reports
from app.services.demo.revocations import propose_two
from app.services.demo.scores import Planned, make_scores
from app.services.demo.size import Size
from app.services.demo.spread import spread
from app.services.demo.told import settle_told
from app.services.demo.transfers import start_transfer
from app.services.diagrams.publish import publish_shipped
from app.services.reference import load_reference
from app.services.reference.regions import PROVINCE
from app.services.statistics.refresh import refresh_summary
from app.services.statistics.steps import refresh_steps
from models import Membership, Organization, OrganizationKind

OFFICE_ACCOUNTS = {
    OrganizationKind.SYSTEM: accounts.SYSTEM,
    OrganizationKind.SECURITY: accounts.SECURITY,
    OrganizationKind.AUDIT: accounts.AUDIT,
}

Progress = Callable[[str, int, int], None]
"""Is told the step's name, how much of it is done, and how much there is."""


class DemoNotAllowed(RuntimeError):
    """Demo accounts have a public password: they exist only where APP_ENV is demo or test."""


@dataclass(frozen=True)
class Province:
    """The organisations of the demo and who acts for them."""

    departments: Departments
    bases: list[Body]
    employers: list[Body]
    clerks: dict[int, int]
    offices: dict[OrganizationKind, Body]


def make_demo(database: Database, *, seed: int, learners: int, progress: Progress) -> bool:
    """Fill an empty database; return False, and do nothing, where there are organisations already.

    The same seed and number give the same province. All is one transaction: a demo that was interrupted is as if
    never begun. Raises DemoNotAllowed in production, ValueError for too few learners.
    """
    if not settings().is_relaxed:
        raise DemoNotAllowed(DemoNotAllowed.__doc__)
    with database.unit_of_work() as session:
        if session.scalar(select(Organization.id).limit(1)) is not None:
            return False
        _fill(session, Random(seed), Size(learners), progress)  # noqa: S311 -- the same each time, not a secret
    return True


def _fill(session: Session, chance: Random, size: Size, progress: Progress) -> None:
    names = Names(chance)
    people = People(session, names, chance, hashed(accounts.PASSWORD))
    progress("机构", 0, 1)
    load_reference(session)
    set_deadlines(session)
    publish_limited(session)
    publish_shipped(session)
    province = _make_organizations(session, chance, names, people, size)
    progress("机构", 1, 1)
    scores = _make_training(session, chance, people, province, size, progress)
    _run(session, chance, province, scores, progress)
    start_reports(session, province.bases, province.clerks)
    start_transfer(session, province.employers[0])
    start_change(session, province.bases[1], province.clerks)
    draw(session, province.offices, province.clerks)
    start_move(session, province.bases[2:], province.clerks)
    settle_told(session)
    refresh_summary(session)
    refresh_steps(session)
    refresh_work(session)
    furnish(session, province.clerks[province.bases[0].id])


def _make_organizations(session: Session, chance: Random, names: Names, people: People, size: Size) -> Province:
    bodies, regions = Bodies(session, names), places()
    departments = make_departments(bodies, regions)
    bases = make_bases(bodies, regions, departments, chance, size.bases)
    employers = make_employers(bodies, regions, departments, chance, size.employers)
    county, city, top = (employer.hr for employer in employers[:3])
    known = {(bases[0].id, True): accounts.BASE, (employers[0].id, True): accounts.EMPLOYER}
    for department, account in zip(
        (county, city, top), (accounts.COUNTY, accounts.CITY, accounts.PROVINCE), strict=True
    ):
        if department:
            known[department.id, False] = account
    known[departments.competent[PROVINCE, EDUCATION].id, False] = accounts.COMPETENT
    offices = make_offices(bodies)
    for kind, account in OFFICE_ACCOUNTS.items():
        known[offices[kind].id, False] = account
    everybody = [*departments.hr.values(), *departments.competent.values(), *bases, *employers, *offices.values()]
    clerks = people.make_members(everybody, {seat: account.resident_id for seat, account in known.items()})
    return Province(departments, bases, employers, clerks, offices)


def _make_training(
    session: Session, chance: Random, people: People, province: Province, size: Size, progress: Progress
) -> list[Planned]:
    progress("学员、培训班与成绩", 0, 3)
    counts = spread(size.learners, size.employers)
    pupils = people.make_learners(province.employers, counts, accounts.LEARNER.resident_id)
    progress("学员、培训班与成绩", 1, 3)
    topics = make_subjects(session, province.departments.hr[PROVINCE], province.bases)
    enterers = _enterers(session, province)
    courses = make_classes(session, province.bases, topics, enterers, chance, size.classes)
    start_plans(session, province.bases, province.clerks)
    if county := province.employers[0].hr:
        start_registrations(session, county, province.clerks)
    publish_notices(session, province.clerks[province.departments.hr[PROVINCE].id])
    progress("学员、培训班与成绩", 2, 3)
    scores = make_scores(session, pupils, courses, enterers, chance)
    progress("学员、培训班与成绩", 3, 3)
    return scores


def _enterers(session: Session, province: Province) -> dict[int, int]:
    memberships = [province.clerks[base.id] for base in province.bases]
    rows = session.execute(
        select(Membership.organization_id, Membership.user_id).where(Membership.id.in_(memberships))
    )
    return {row.organization_id: row.user_id for row in rows}


def _run(session: Session, chance: Random, province: Province, scores: list[Planned], progress: Progress) -> None:
    total, done = steps_of(scores), 0

    def report(rows: int) -> None:
        nonlocal done
        done += rows
        progress("申报与审核", done, total)

    Flow(session, province.clerks, chance, report).run(scores)
    propose_two(session, province.employers[0].hr, province.clerks)
