"""The editor's page, and what its scripts send: saved as revisions, refused where somebody else was first."""

import pytest

from app.services.demo.offices import drawn
from app.services.diagrams.drafts import discard_draft, read_draft, start_draft
from app.services.diagrams.library import current_version
from tests.app.conftest import sign_in
from tests.drawing import PROCESS, make_offices


@pytest.fixture
def offices(session):
    made = make_offices(session)
    session.commit()
    return made


@pytest.fixture
def draft(session, offices):
    draft_id = start_draft(session, current_version(session, PROCESS), "增加市级复核", by=offices.system)
    session.commit()
    return read_draft(session, draft_id, by=offices.system)


def test_the_page_hands_over_the_diagram_and_allows_style_attributes_alone(client, offices, draft):
    page = sign_in(client, offices.system).get(f"/diagrams/drafts/{draft.id}/edit")
    assert "employer_review" in page.text
    assert "&#34;submitter&#34;: &#34;base&#34;" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "default-src 'self'" in policy
    assert "style-src-attr" not in client.get("/diagrams").headers["Content-Security-Policy"]


def test_a_drawing_is_saved_once_and_a_second_from_the_same_revision_refused(client, session, offices, draft):
    sign_in(client, offices.system)
    address = f"/diagrams/drafts/{draft.id}/save"
    saved = client.post(address, json={"xml": drawn(), "revision": 1})
    assert saved.json == {"revision": 2, "problems": []}
    refused = client.post(address, json={"xml": "<other/>", "revision": 1})
    assert refused.status_code == 409
    assert refused.json["by"] == offices.system.name
    assert refused.json["revision"] == 2
    assert "没有保存" in refused.json["message"]
    assert read_draft(session, draft.id, by=offices.system).xml == drawn()


def test_what_is_wrong_is_told_with_its_element(client, offices, draft):
    sign_in(client, offices.system)
    wrong = drawn().replace('name="单位审核"', 'name=""').replace("bpmn:userTask", "bpmn:scriptTask")
    told = client.post(f"/diagrams/drafts/{draft.id}/check", json={"xml": wrong}).json["problems"]
    assert told
    assert set(told[0]) == {"element", "name", "message"}


@pytest.mark.parametrize(
    "content", [None, [], {}, {"xml": 1, "revision": 1}, {"xml": "<a/>"}, {"xml": " ", "revision": 1}]
)
def test_what_is_no_drawing_is_refused_in_words(client, offices, draft, content):
    answer = sign_in(client, offices.system).post(f"/diagrams/drafts/{draft.id}/save", json=content)
    assert answer.status_code == 422
    assert answer.json["message"]


def test_a_closed_draft_is_not_edited(client, session, offices, draft):
    discard_draft(session, draft.id, by=offices.system)
    session.commit()
    sign_in(client, offices.system)
    assert client.get(f"/diagrams/drafts/{draft.id}/edit").status_code == 409
    assert client.post(f"/diagrams/drafts/{draft.id}/save", json={"xml": drawn(), "revision": 1}).status_code == 422
