"""转版 on its pages: the plan, the choice, the progress, taking it back; and the preview of a draft."""

import re

import pytest
from sqlalchemy import select

from app.services.diagrams.library import current_version
from models import Instance, ItemKind
from tests.app.conftest import page_text, sign_in
from tests.drawing import PROCESS, decide_release, draw_city_review, make_offices, submit_city_review
from tests.journey import begin


@pytest.fixture
def offices(session):
    made = make_offices(session)
    begin(session).declare()
    session.commit()
    return made


def release(session, offices) -> int:
    decide_release(session, submit_city_review(session, by=offices.system), "approve", by=offices.security)
    session.commit()
    return current_version(session, PROCESS)


def versions(session) -> set[int]:
    session.expire_all()
    return set(session.scalars(select(Instance.version_id).where(Instance.item_kind == ItemKind.SCORE)))


def test_a_preview_says_what_a_draft_means_for_what_is_in_flight(client, session, offices):
    draft_id = draw_city_review(session, by=offices.system)
    session.commit()
    for by in (offices.system, offices.security):
        text = page_text(sign_in(client, by).get(f"/diagrams/drafts/{draft_id}/preview"))
        assert "在办的 3 件可以直接转到新版本" in text


def test_a_line_of_a_preview_leads_to_its_cases(client, session, offices):
    draft_id = draw_city_review(session, by=offices.system)
    session.commit()
    sign_in(client, offices.security)
    cases = client.get(f"/diagrams/drafts/{draft_id}/preview?line=running-0")
    ids = session.scalars(select(Instance.id).where(Instance.item_kind == ItemKind.SCORE))
    assert set(re.findall(r'<td class="number">(\d+)</td>', cases.text)) == {str(id) for id in ids}
    assert client.get(f"/diagrams/drafts/{draft_id}/preview?line=running-7").status_code == 404
    assert client.get(f"/diagrams/drafts/{draft_id}/preview?line=%00").status_code == 404


def test_what_is_in_flight_moves_and_comes_back(client, session, offices):
    before = versions(session)
    version = release(session, offices)
    sign_in(client, offices.system)
    page = client.get(f"/diagrams/versions/{version}/migrate")
    assert "环节不变，直接转 3" in page_text(page)
    (name,) = re.findall(r'name="(group-[^"]+)"', page.text)
    moved = client.post(f"/diagrams/versions/{version}/migrate", data={name: "move:"})
    assert "已转 3 件" in page_text(client.get(moved.location))
    assert versions(session) == {version}
    back = client.post(f"{moved.location}/undo")
    assert "撤销转版" in page_text(client.get(back.location))
    assert versions(session) == before


def test_a_choice_to_stay_moves_nothing_and_says_so(client, session, offices):
    version = release(session, offices)
    sign_in(client, offices.system)
    page = client.get(f"/diagrams/versions/{version}/migrate")
    (name,) = re.findall(r'name="(group-[^"]+)"', page.text)
    refused = client.post(f"/diagrams/versions/{version}/migrate", data={name: "stay:"})
    assert refused.status_code == 422
    assert "没有选择要转版的事项" in refused.text
    assert versions(session) != {version}


def test_the_page_of_the_process_leads_to_the_plan(client, session, offices):
    release(session, offices)
    assert "3 件在旧版本上" in page_text(sign_in(client, offices.system).get(f"/diagrams/{PROCESS}"))
