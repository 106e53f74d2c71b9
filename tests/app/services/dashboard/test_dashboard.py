"""办理分析: what is counted of an organisation, why things wait, and who may look."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text, update

from app.errors import NotFound, NotPermitted
from app.services.approvals import decide
from app.services.approvals.holding import claim
from app.services.dashboard.below import list_beneath
from app.services.dashboard.figures import decided_by_month, loads_of, regions_of, steps_of, total_of
from app.services.dashboard.heat import HeatBy, picture_of, tone_of
from app.services.dashboard.period import PeriodName, period_of
from app.services.dashboard.refresh import refresh_work
from app.services.dashboard.scope import organization_of
from models import WorkItem
from tests.factories import make_chain, make_member
from tests.today import today

MONTH = period_of(PeriodName.MONTH, today())


@pytest.fixture
def reviewed(journey):
    """Three were declared: the employer approved one, returned one, and holds one."""
    journey.declare()
    one, two, three = journey.open_items("employer_review")
    _decide(journey, one, "approve")
    _decide(journey, two, "return")
    claim(journey.session, [three], by=journey.chain.employer_member)
    age = text("opened_at - interval '4 days'")
    journey.session.execute(update(WorkItem).where(WorkItem.closed_at.is_(None)).values(opened_at=age))
    refresh_work(journey.session)
    return journey


def _decide(journey, item, outcome):
    (result,) = decide(
        journey.session, [item], by=journey.chain.employer_member, outcome=outcome, comment="材料不全"
    )
    assert result.ok


def test_it_counts_what_came_was_decided_and_waits_and_why(reviewed):
    (step,) = steps_of(reviewed.session, reviewed.chain.employer.id, MONTH)
    work = step.work
    assert (step.process_name, step.name) == ("学时申报", "用人单位审核")
    assert (work.decided, work.open, work.taken, work.unclaimed, work.returned) == (2, 1, 1, 0, 1)
    assert work.average_days == Decimal("4.0")
    assert step.typical is not None
    (waiting,) = steps_of(reviewed.session, reviewed.chain.hr.id, MONTH)
    assert (waiting.work.unclaimed, waiting.work.taken) == (1, 0)


def test_counting_again_changes_nothing(reviewed):
    before = steps_of(reviewed.session, reviewed.chain.employer.id, MONTH)
    refresh_work(reviewed.session, since=MONTH.since)
    assert steps_of(reviewed.session, reviewed.chain.employer.id, MONTH) == before


def test_regions_sum_up_to_the_whole(reviewed):
    one = reviewed.chain.employer
    parts = regions_of(reviewed.session, one, MONTH)
    assert total_of(parts) == total_of(steps_of(reviewed.session, one.id, MONTH))


def test_a_reviewers_load_is_what_he_holds_and_decided(reviewed):
    (load,) = [one for one in loads_of(reviewed.session, reviewed.chain.employer.id) if one.open]
    assert (load.open, load.decided_week, load.decided_month) == (1, 2, 2)


def test_the_year_has_its_months(reviewed):
    months = decided_by_month(reviewed.session, reviewed.chain.employer.id, today().year)
    assert (months[today().month - 1], sum(months)) == (2, 2)
    assert sum(decided_by_month(reviewed.session, reviewed.chain.employer.id, today().year - 1)) == 0


def test_the_diagram_is_hot_where_things_wait_longer_than_usual(reviewed):
    steps = steps_of(reviewed.session, reviewed.chain.employer.id, MONTH)
    picture = picture_of(reviewed.session, "score_declaration", steps, HeatBy.DAYS)
    assert picture["marks"] == {"employer_review": "heat-4"}
    assert picture["badges"] == {"employer_review": "在办 1 件，平均 4.0 天"}
    assert tone_of(steps[0], steps, HeatBy.COUNT) == 4
    with pytest.raises(NotFound):
        picture_of(reviewed.session, "nothing", steps, HeatBy.DAYS)


def test_departments_look_below_them_and_nobody_elsewhere(reviewed):
    chain, session = reviewed.chain, reviewed.session
    assert organization_of(session, chain.employer.id, by=chain.hr_member) == chain.employer
    assert chain.employer.id in [one.id for one in list_beneath(session, MONTH, by=chain.hr_member).rows]
    neighbour = make_chain(session)
    for organization_id, by in (
        (neighbour.employer.id, chain.hr_member),
        (chain.hr.id, chain.employer_member),
        (chain.base.id, chain.employer_member),
    ):
        with pytest.raises(NotFound):
            organization_of(session, organization_id, by=by)
    with pytest.raises(NotPermitted):
        list_beneath(session, MONTH, by=chain.employer_member)
    with pytest.raises(NotPermitted):
        organization_of(session, None, by=make_member(session, chain.hr, modules=()))


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        (PeriodName.MONTH, date(2026, 1, 1), date(2026, 2, 1)),
        (PeriodName.LAST_MONTH, date(2025, 12, 1), date(2026, 1, 1)),
        (PeriodName.QUARTER, date(2026, 1, 1), date(2026, 4, 1)),
        (PeriodName.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
        (PeriodName.LAST_YEAR, date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_period_is_whole_months(name, since, until):
    period = period_of(name, date(2026, 1, 31))
    assert (period.since, period.until) == (since, until)
    assert period.year_before.since.year == since.year - 1
