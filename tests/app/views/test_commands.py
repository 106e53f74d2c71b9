"""The page of a bulk command: how far it is, and which rows were left out and why."""

import pytest
from sqlalchemy.orm import Session

from app.config import settings
from app.services.commands import order, run_chunk
from models import Command, CommandKind
from tests.app.conftest import page_text, sign_in
from tests.factories import make_base, make_member
from tests.journey import PROCESS, Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    return begin(session)


def declare_all(journey: Journey) -> Command:
    """The base declares its scores; the first one was declared before."""
    targets = [(score_id, None) for score_id in journey.score_ids]
    params = {"process_id": PROCESS}
    base = journey.chain.base_member
    order(journey.session, CommandKind.DECLARE, targets[:1], by=base, key="before", params=params)
    command = order(journey.session, CommandKind.DECLARE, targets, by=base, key="all", params=params)
    journey.session.commit()
    return command


def test_it_counts_what_was_done_and_names_what_was_not(client, journey: Journey):
    command = declare_all(journey)
    page = sign_in(client, journey.chain.base_member).get(f"/commands/{command.id}")
    said = page_text(page)
    assert "批量申报" in said
    assert "已完成，共 3" in said
    assert "已办理 2 条，1 条未能办理" in said
    assert journey.chain.learners[0].name in said
    assert "不能再次申报" in said
    assert 'href="/base/declarations"' in page.text


def test_rows_that_were_refused_are_paged(client, journey: Journey):
    command = declare_all(journey)
    said = page_text(sign_in(client, journey.chain.base_member).get(f"/commands/{command.id}?after=1"))
    assert "不能再次申报" not in said


def test_one_at_work_asks_for_its_progress_until_it_is_finished(client, journey: Journey):
    few = settings().inline_rows
    targets = [(number, None) for number in range(-few, 1)]
    base = journey.chain.base_member
    command = order(
        journey.session, CommandKind.DECLARE, targets, by=base, key="many", params={"process_id": PROCESS}
    )
    journey.session.commit()
    sign_in(client, base)
    part = client.get(f"/commands/{command.id}/progress").text
    assert "<html" not in part
    assert f'hx-get="/commands/{command.id}/progress"' in part
    assert "排队中" in part
    while not run_chunk(journey.session, command.id):
        pass
    journey.session.commit()
    part = client.get(f"/commands/{command.id}/progress").text
    assert "hx-get" not in part
    assert f"已完成，共 {few + 1}" in part


@pytest.mark.parametrize("page", ["", "/progress"])
def test_for_another_organisation_it_is_not_there(client, journey: Journey, page: str):
    command = declare_all(journey)
    neighbour = make_member(journey.session, make_base(journey.session, hr=journey.chain.hr))
    journey.session.commit()
    assert sign_in(client, neighbour).get(f"/commands/{command.id}{page}").status_code == 404


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=2147483648", "after=99999999999999999999"])
def test_any_address_is_answered(client, journey: Journey, query: str):
    command = declare_all(journey)
    assert sign_in(client, journey.chain.base_member).get(f"/commands/{command.id}?{query}").status_code == 200
