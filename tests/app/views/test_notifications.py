"""The bell, the list of what one was told, and where its lines lead."""

import re

import pytest
from sqlalchemy import select

from app.services.approvals import decide
from models import Instance
from tests.app.conftest import page_text, sign_in
from tests.journey import Journey, begin


@pytest.fixture
def journey(session) -> Journey:
    started = begin(session)
    started.declare()
    session.commit()
    return started


def bell(response) -> str:
    """What the bell says."""
    found = re.search(r'<a class="bell".*?</a>', response.text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", found[0]) if found else ""


def test_the_bell_counts_what_is_unread_and_leads_to_it(client, journey):
    sign_in(client, journey.chain.employer_member)
    assert bell(client.get("/inbox")) == "通知1条未读"
    page = client.get("/notifications")
    assert "学时申报 3 条待办理（用人单位审核）" in page_text(page)
    assert "未读" in page_text(page)


def test_marking_as_read_silences_the_bell(client, journey):
    sign_in(client, journey.chain.employer_member)
    page = client.get("/notifications")
    up_to = re.search(r'name="up_to"[^>]*value="(\d+)"', page.text)[1]
    assert client.post("/notifications/read", data={"up_to": up_to}).location == "/notifications"
    page = client.get("/notifications")
    assert bell(page) == "通知"
    assert "/notifications/read" not in page.text


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_a_mark_that_is_no_number_changes_nothing(client, journey, up_to):
    sign_in(client, journey.chain.employer_member)
    assert client.post("/notifications/read", data={"up_to": up_to}).status_code == 303
    assert bell(client.get("/notifications")) == "通知1条未读"


def test_every_line_leads_to_a_page_that_is_there(client, new_client, session, journey):
    first, *others = journey.open_items("employer_review")
    member = journey.chain.employer_member
    decide(session, [first], by=member, outcome="approve")
    decide(session, others, by=member, outcome="return", comment="请核对")
    session.commit()
    for by in (member, journey.chain.hr_member, journey.chain.base_member):
        reader = sign_in(new_client(), by)
        addresses = re.findall(r'<a href="([^"]+)" data-open', reader.get("/notifications").text)
        assert addresses
        for address in addresses:
            assert reader.get(address.replace("&amp;", "&")).status_code == 200, address


def test_a_line_about_one_item_leads_to_it_and_names_it(client, session, journey):
    decide(session, journey.open_items("employer_review")[:1], by=journey.chain.employer_member, outcome="approve")
    session.commit()
    sign_in(client, journey.chain.hr_member)
    instance_id = session.scalars(select(Instance.id).order_by(Instance.id)).first()
    page = client.get("/notifications")
    assert f'href="/instances/{instance_id}" data-open' in page.text
    assert journey.chain.learners[0].name in page_text(page)


def test_who_was_told_nothing_reads_so(client, journey):
    sign_in(client, journey.chain.hr_member)
    page = client.get("/notifications")
    assert "还没有通知。" in page_text(page)
    assert bell(page) == "通知"
