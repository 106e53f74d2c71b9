"""试走: the real engine on a real item, and nothing is written."""

import pytest
from sqlalchemy import func, select

from app.errors import NotFound
from app.services.diagrams.drafts import read_draft, save_draft
from app.services.diagrams.trying import NotToTry, WayIsGone, examples_of, try_draft
from models import Instance, InstanceEvent, PathNode, WorkItem
from tests.drawing import PROCESS, draw_city_review, make_offices


@pytest.fixture
def offices(session):
    return make_offices(session)


@pytest.fixture
def draft(session, offices, journey):
    journey.declare()
    return read_draft(session, draw_city_review(session, by=offices.system), by=offices.system)


def walk(session, draft, offices, journey, *way):
    return try_draft(session, draft, journey.score_ids[0], way, by=offices.system)


def test_it_begins_where_the_item_would(session, draft, offices, journey):
    trial = walk(session, draft, offices, journey)
    (step,) = trial.open
    assert (step.name, step.organization_name) == ("用人单位审核", journey.chain.employer.name)
    assert [choice.label for choice in step.choices] == ["通过", "退回", "不予通过"]


def test_each_choice_leads_on_and_says_who_is_next(session, draft, offices, journey):
    trial = walk(session, draft, offices, journey)
    trial = walk(session, draft, offices, journey, *trial.open[0].choices[0].way)
    trial = walk(session, draft, offices, journey, *trial.open[0].choices[0].way)
    assert [stop.name for stop in trial.stops] == ["用人单位审核", "人社部门审核"]
    assert trial.open[0].name == "市级人社复核"
    trial = walk(session, draft, offices, journey, *trial.open[0].choices[0].way)
    assert (trial.open, trial.ended) == ([], "通过")
    assert "city_review" in trial.picture["taken_nodes"]


def test_nothing_is_written(session, draft, offices, journey):
    tables = (Instance, InstanceEvent, PathNode, WorkItem)
    before = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    walk(session, draft, offices, journey, "employer_review#1:approve", "hr_review#1:return")
    assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before
    assert not session.new


def test_a_way_that_the_draft_no_longer_has_is_said(session, draft, offices, journey):
    with pytest.raises(WayIsGone):
        walk(session, draft, offices, journey, "nowhere#1:approve")
    with pytest.raises(WayIsGone):
        walk(session, draft, offices, journey, "employer_review#1:excellent")


def test_an_item_that_is_not_there_is_not_found(session, draft, offices):
    with pytest.raises(NotFound):
        try_draft(session, draft, 999_999_999, [], by=offices.system)


def test_a_draft_with_problems_is_not_tried(session, draft, offices, journey):
    save_draft(session, draft.id, by=offices.system, xml="<nothing/>", revision=draft.revision)
    with pytest.raises(NotToTry):
        walk(session, read_draft(session, draft.id, by=offices.system), offices, journey)


def test_examples_are_the_items_submitted_last_without_names_of_persons(session, draft, offices, journey):
    examples = examples_of(session, PROCESS, by=offices.security)
    assert {example.item_id for example in examples} == set(journey.score_ids)
    assert {example.organization_name for example in examples} == {journey.chain.base.name}
