"""查询统计 as each kind of organisation meets it: what is counted, where a line leads, files, who may not."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.services.statistics.refresh import refresh_summary
from models import ScoreState, SubjectType, User, YearRule
from tests.app.conftest import page_text, sign_in
from tests.factories import (
    Chain,
    learner_actor,
    make_chain,
    make_class,
    make_employer,
    make_learner,
    make_member,
    make_score,
    make_subject,
    resident_id_of,
)
from tests.today import today

YEAR = today().year
RULE = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}


@pytest.fixture
def chain(session) -> Chain:
    """Three learners: one reached the standard, one is in review, one was revoked."""
    chain = make_chain(session, learners=3)
    session.add(YearRule(region_code=chain.province_hr.region_code, year=YEAR, **RULE))
    public = make_subject(session, organization=chain.hr, kind=SubjectType.PUBLIC)
    common = make_class(session, base=chain.base, subject=public, hours=30, training_year=YEAR)
    special = make_class(session, base=chain.base, hours=60, training_year=YEAR)
    good, waiting, revoked = chain.learners
    for taught in (common, special):
        make_score(session, taught, good, state=ScoreState.QUALIFIED)
    make_score(session, special, waiting, state=ScoreState.DECLARED)
    make_score(session, special, revoked, state=ScoreState.REVOKED)
    refresh_summary(session)
    session.commit()
    return chain


def rows_of(response) -> list[tuple]:
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return list(load_workbook(BytesIO(response.data)).active.iter_rows(values_only=True))


def test_a_department_begins_with_its_regions_and_goes_down_to_the_employers(client, session, chain):
    sign_in(client, make_member(session, chain.province_hr))
    page = client.get("/statistics")
    city = chain.city_hr.region_code
    assert f'href="/statistics/regions?year={YEAR}&amp;region={city}"' in page.text
    county = client.get(f"/statistics/regions?year={YEAR}&region={city}")
    assert f'href="/statistics/employers?year={YEAR}&amp;region={chain.hr.region_code}"' in county.text
    said = page_text(client.get(f"/statistics/employers?year={YEAR}&region={chain.hr.region_code}"))
    assert chain.employer.name in said


def test_the_columns_say_what_became_of_scores_and_what_was_revoked_apart(client, session, chain):
    sign_in(client, chain.hr_member)
    said = page_text(client.get(f"/statistics/regions?year={YEAR}"))
    for words in ("不予通过 审验不通过 审核中", "3 1 33.3% 3 4 2 0 1 1 90.0 66.7%", "后被人社部门撤销"):
        assert words in said


def test_every_view_of_a_department_opens_and_has_a_file(client, session, chain):
    sign_in(client, chain.hr_member)
    for view in ("regions", "bases", "years", "employers"):
        assert client.get(f"/statistics/{view}?year={YEAR}").status_code == 200, view
        assert "审验不通过（条）" in rows_of(client.get(f"/statistics/{view}.xlsx?year={YEAR}"))[0], view


def test_an_employer_sees_its_people_and_whom_to_remind(client, session, chain):
    sign_in(client, chain.employer_member)
    said = page_text(client.get(f"/statistics/learners?year={YEAR}&progress=missing"))
    assert said.count("未达标") >= 2
    rows = rows_of(client.get(f"/statistics/learners.xlsx?year={YEAR}&progress=missing"))
    assert len(rows) == 3
    whole = [resident_id_of(session.get_one(User, one.user_id)) for one in chain.learners]
    assert not {row[1] for row in rows} & set(whole)


def test_a_base_sees_its_own_years(client, session, chain):
    sign_in(client, chain.base_member)
    said = page_text(client.get("/statistics"))
    assert f"{YEAR}年 合计" in said
    assert len(rows_of(client.get("/statistics/own.xlsx"))) == 4


def test_a_region_that_is_not_below_and_an_address_nobody_made_are_not_there(client, session, chain):
    other = make_chain(session)
    session.commit()
    sign_in(client, chain.hr_member)
    for query in (f"region={other.hr.region_code}", "region=x", "year=1", "year=x", "after=0"):
        assert client.get(f"/statistics/regions?{query}").status_code == 404, query


def test_who_may_not_see_statistics_is_told_so(client, session, chain):
    bare, learner = make_member(session, chain.hr, modules=()), learner_actor(session, chain.learners[0])
    session.commit()
    for who in (bare, learner):
        assert sign_in(client, who).get("/statistics").status_code == 403
    assert sign_in(client, chain.base_member).get("/statistics/regions").status_code == 403
    assert sign_in(client, chain.hr_member).get("/statistics/learners").status_code == 403


def test_before_anything_was_counted_the_page_says_when_to_come_back(client, session):
    chain = make_chain(session)
    session.commit()
    said = page_text(sign_in(client, chain.base_member).get("/statistics"))
    assert "还没有生成" in said


def test_people_and_employers_are_paged(client, session, chain):
    for _ in range(51):
        make_learner(session, employer=chain.employer)
        make_learner(session, employer=make_employer(session, hr=chain.hr))
    refresh_summary(session)
    session.commit()
    for who, address in (
        (chain.employer_member, f"/statistics/learners?year={YEAR}"),
        (chain.hr_member, f"/statistics/employers?year={YEAR}"),
    ):
        page = sign_in(client, who).get(address)
        assert "本页 50" in page_text(page)
        assert 'rel="next"' in page.text
