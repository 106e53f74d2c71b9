"""办理分析 as reviewers meet it: figures that lead to rows, those below a department, the heat map."""

import pytest

from app.services.dashboard.refresh import refresh_work
from tests.app.conftest import page_text, sign_in
from tests.factories import make_chain
from tests.journey import begin


@pytest.fixture
def chain(session):
    """Three scores wait at the employer, counted."""
    journey = begin(session)
    journey.declare()
    refresh_work(session)
    session.commit()
    return journey.chain


def test_figures_of_ones_own_lead_to_their_rows(client, chain):
    sign_in(client, chain.employer_member)
    page = client.get("/dashboard")
    assert 'href="/inbox?node=score_declaration/employer_review"' in page.text
    for period in ("month", "last_month", "quarter", "year", "last_year"):
        assert client.get(f"/dashboard?period={period}").status_code == 200
    assert client.get("/dashboard?period=century").status_code == 404


def test_a_department_goes_from_the_list_to_an_employer_without_leading_to_its_rows(client, session, chain):
    sign_in(client, chain.hr_member)
    listed = client.get("/dashboard/organizations")
    address = f"/dashboard?organization={chain.employer.id}&amp;period=month"
    assert address in listed.text
    page = client.get(address.replace("&amp;", "&"))
    assert "用人单位审核" in page_text(page)
    assert "/inbox?node=" not in page.text
    assert client.get(f"/dashboard?organization={make_chain(session).employer.id}").status_code == 404


def test_the_heat_map_says_in_words_what_it_shows(client, chain):
    sign_in(client, chain.employer_member)
    assert "畅通" in page_text(client.get("/dashboard/heat/score_declaration?heat=days"))
    picture = client.get("/dashboard/heat/score_declaration.json?heat=count").json
    assert picture["marks"] == {"employer_review": "heat-4"}
    assert client.get("/dashboard/heat/nothing").status_code == 404
