"""Statistics: what is counted, for whom, and nothing of a neighbour's."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.statistics import export
from app.services.statistics.bases import own_figures
from app.services.statistics.departments import by_base, by_employer, by_region, by_year
from app.services.statistics.figures import refreshed_at, states_chart, years_counted
from app.services.statistics.learners import Progress, count_learners, list_learners
from app.services.statistics.refresh import refresh_summary
from models import AuditEvent, Organization, Score, ScoreState, SubjectType, SummaryType, User, YearRule
from tests.factories import (
    Chain,
    make_chain,
    make_class,
    make_competent,
    make_employer,
    make_learner,
    make_member,
    make_score,
    make_subject,
    resident_id_of,
)
from tests.statements import statements

YEAR = 2026


@pytest.fixture
def chain(session) -> Chain:
    """Three learners of a county: one reached the standard, one is in review, one was rejected."""
    chain = make_chain(session, learners=3)
    rule = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
    session.add(YearRule(region_code=chain.province_hr.region_code, year=YEAR, **rule))
    public = make_subject(session, organization=chain.hr, kind=SubjectType.PUBLIC)
    good, waiting, bad = chain.learners
    common = make_class(session, base=chain.base, subject=public, hours=30)
    special = make_class(session, base=chain.base, hours=60)
    make_score(session, common, good, state=ScoreState.QUALIFIED)
    make_score(session, special, good, state=ScoreState.QUALIFIED)
    make_score(session, special, waiting, state=ScoreState.DECLARED)
    make_score(session, special, bad, state=ScoreState.REJECTED)
    make_score(session, common, bad)
    refresh_summary(session)
    return chain


def test_a_province_sees_its_cities_and_these_their_counties(session, chain):
    by = make_member(session, chain.province_hr)
    (city,) = by_region(session, YEAR, by=by)
    assert (city.key, city.leads_on) == (chain.city_hr.region_code, True)
    (county,) = by_region(session, YEAR, by=by, region_code=city.key)
    assert not county.leads_on
    (employer,) = by_employer(session, YEAR, by=by, region_code=county.key).rows
    assert employer.label == chain.employer.name
    assert city.figures == county.figures == employer.figures


def test_the_figures_are_what_happened(session, chain):
    (line,) = by_region(session, YEAR, by=chain.hr_member)
    counted = line.figures
    assert (counted.registered, counted.reached, counted.people) == (3, 1, 3)
    assert (counted.declared, counted.qualified, counted.rejected, counted.in_review) == (4, 2, 1, 1)
    assert (counted.entered, counted.hours) == (1, Decimal("90.0"))
    assert (counted.pass_rate, counted.reach_rate) == (Decimal("66.7"), Decimal("33.3"))


def test_what_was_revoked_is_counted_apart_and_gives_no_hours(session, chain):
    score = session.scalars(select(Score).where(Score.state == ScoreState.QUALIFIED).order_by(Score.id)).first()
    score.state = ScoreState.REVOKED
    session.flush()
    refresh_summary(session)
    (line,) = by_region(session, YEAR, by=chain.hr_member)
    counted = line.figures
    assert (counted.declared, counted.qualified, counted.rejected, counted.revoked) == (4, 1, 1, 1)
    assert (counted.hours, counted.reached, counted.pass_rate) == (Decimal("60.0"), 0, Decimal("33.3"))
    content = export.export_regions(session, YEAR, by=chain.hr_member, region_code=None)
    head, row = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["审验不通过（条）"] == 1
    assert states_chart([line])["series"][4] == {"name": "审验不通过", "values": [1]}


def test_enough_hours_of_one_type_alone_do_not_reach_the_standard(session, chain):
    learner = make_learner(session, employer=chain.employer)
    special = make_class(session, base=chain.base, hours=120)
    make_score(session, special, learner, state=ScoreState.QUALIFIED)
    refresh_summary(session)
    assert by_region(session, YEAR, by=chain.hr_member)[0].figures.reached == 1
    assert count_learners(session, YEAR, by=chain.employer_member).reached == 1


def test_an_employer_whose_people_have_no_score_yet_counts_too(session, chain):
    make_learner(session, employer=make_employer(session, hr=chain.hr))
    refresh_summary(session)
    assert by_region(session, YEAR, by=chain.hr_member)[0].figures.registered == 4


def test_bases_and_years_are_counted(session, chain):
    by = make_member(session, chain.province_hr)
    (base,) = by_base(session, YEAR, by=by).rows
    assert (base.label, base.figures.classes, base.figures.people) == (chain.base.name, 2, 3)
    assert [line.key for line in by_year(session, by=by)] == years_counted(session)[::-1]


def test_a_base_sees_its_own_by_type_of_subject(session, chain):
    lines = own_figures(session, by=chain.base_member)
    assert [line.key[1] for line in lines] == [SummaryType.PUBLIC, SummaryType.PROFESSIONAL, SummaryType.ALL]
    assert [line.figures.qualified for line in lines] == [1, 1, 2]


def test_a_neighbour_sees_nothing_of_it(session, chain):
    neighbour = make_chain(session)
    refresh_summary(session)
    assert by_region(session, YEAR, by=neighbour.hr_member)[0].figures.people == 0
    assert own_figures(session, by=neighbour.base_member) == []
    with pytest.raises(NotFound):
        by_region(session, YEAR, by=neighbour.hr_member, region_code=chain.hr.region_code)
    with pytest.raises(NotFound):
        by_region(session, YEAR, by=chain.hr_member, region_code=chain.province_hr.region_code)


def test_a_competent_department_sees_the_employers_it_looks_after(session, chain):
    competent = make_competent(session, hr=chain.hr)
    member = make_member(session, competent)
    assert by_region(session, YEAR, by=member) == []
    session.get_one(Organization, chain.employer.id).competent_id = competent.id
    session.flush()
    assert by_region(session, YEAR, by=member)[0].figures.people == 3


def test_each_kind_of_organisation_has_its_own_statistics(session, chain):
    for by in (chain.base_member, chain.employer_member):
        with pytest.raises(NotPermitted):
            by_region(session, YEAR, by=by)
    with pytest.raises(NotPermitted):
        list_learners(session, YEAR, by=chain.hr_member)
    with pytest.raises(NotPermitted):
        own_figures(session, by=chain.hr_member)
    with pytest.raises(NotPermitted):
        by_region(session, YEAR, by=make_member(session, chain.hr, modules=()))


def test_an_employer_sees_what_each_of_its_people_is_missing(session, chain):
    page = list_learners(session, YEAR, by=chain.employer_member, progress=Progress.MISSING)
    waiting, bad = page.rows
    assert (waiting.missing, waiting.missing_public, waiting.pending) == (90, 24, 60)
    assert bad.missing == 90
    (good,) = list_learners(session, YEAR, by=chain.employer_member, progress=Progress.REACHED).rows
    assert (good.total, good.missing) == (90, 0)


def test_a_year_without_a_rule_is_reached_by_nobody(session, chain):
    by = chain.employer_member
    assert count_learners(session, YEAR + 1, by=by).reached == 0
    assert list_learners(session, YEAR + 1, by=by, progress=Progress.REACHED).rows == []
    assert len(list_learners(session, YEAR + 1, by=by).rows) == 3


def test_people_are_paged(session, chain):
    first = list_learners(session, YEAR, by=chain.employer_member, limit=2)
    rest = list_learners(session, YEAR, by=chain.employer_member, limit=2, after=int(first.next_after))
    assert [len(first.rows), len(rest.rows), rest.next_after] == [2, 1, None]


def test_the_export_masks_numbers_and_is_written_down(session, chain):
    content = export.export_learners(session, YEAR, by=chain.employer_member, progress=None)
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    number = resident_id_of(session.get_one(User, chain.learners[0].user_id))
    assert rows[1][1] == f"{number[:6]}********{number[-4:]}"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "statistics:export")).one()
    assert (event.detail["rows"], event.detail["filter"]["year"]) == (3, YEAR)


def test_more_than_a_file_holds_is_refused(session, chain, monkeypatch):
    monkeypatch.setattr(export, "MOST", 2)
    with pytest.raises(export.TooManyLines, match="超过2行"):
        export.export_learners(session, YEAR, by=chain.employer_member, progress=None)


def test_earlier_years_stay_when_only_later_ones_are_counted(session, chain):
    before = refreshed_at(session)
    refresh_summary(session, since=YEAR + 1)
    assert refreshed_at(session) == before
    assert by_region(session, YEAR, by=chain.hr_member)[0].figures.people == 3


def test_the_number_of_statements_does_not_grow(session, chain):
    def count() -> int:
        with statements() as sent:
            by_region(session, YEAR, by=chain.hr_member)
            by_employer(session, YEAR, by=chain.hr_member)
            list_learners(session, YEAR, by=chain.employer_member)
        return len(sent)

    few = count()
    for _ in range(5):
        make_learner(session, employer=make_employer(session, hr=chain.hr))
        make_learner(session, employer=chain.employer)
    refresh_summary(session)
    assert count() == few
