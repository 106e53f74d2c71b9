"""Drafts: drawn from a version, saved without overwriting, never in service by themselves."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.demo.offices import drawn
from app.services.diagrams.drafts import (
    DiagramNotText,
    DiagramTooLarge,
    DraftChanged,
    DraftClosed,
    DraftNameMissing,
    check_draft,
    discard_draft,
    list_drafts,
    read_draft,
    save_draft,
    start_draft,
    upload_diagram,
)
from app.services.diagrams.library import current_version
from models import AuditEvent, Organization
from tests.drawing import PROCESS, draw_city_review, make_offices
from tests.factories import make_member


@pytest.fixture
def offices(session):
    return make_offices(session)


@pytest.fixture
def draft_id(session, offices):
    return start_draft(session, current_version(session, PROCESS), "增加市级复核", by=offices.system)


def test_a_draft_begins_as_the_version_it_is_drawn_from(session, offices, draft_id):
    draft = read_draft(session, draft_id, by=offices.system)
    assert (draft.process_id, draft.base_number, draft.revision, draft.is_open) == (PROCESS, 1, 1, True)
    assert not check_draft(PROCESS, draft.xml)


def test_what_is_saved_is_read_and_a_new_revision(session, offices, draft_id):
    assert save_draft(session, draft_id, by=offices.system, xml=drawn(), revision=1) == 2
    assert read_draft(session, draft_id, by=offices.security).xml == drawn()


def test_whoever_saves_second_is_told_by_whom_and_overwrites_nothing(session, offices, draft_id):
    colleague = make_member(session, _organization(session, offices.system), name="先存的人")
    save_draft(session, draft_id, by=colleague, xml=drawn(), revision=1)
    with pytest.raises(DraftChanged, match="先存的人") as refused:
        save_draft(session, draft_id, by=offices.system, xml="<other/>", revision=1)
    assert refused.value.facts["revision"] == 2
    assert read_draft(session, draft_id, by=offices.system).xml == drawn()


def test_saving_puts_nothing_into_service(session, offices):
    before = current_version(session, PROCESS)
    draw_city_review(session, by=offices.system)
    assert current_version(session, PROCESS) == before


@pytest.mark.parametrize("name", ["", "   ", "长" * 41])
def test_a_draft_has_a_name_that_says_what_it_changes(session, offices, name):
    with pytest.raises(DraftNameMissing):
        start_draft(session, current_version(session, PROCESS), name, by=offices.system)


def test_only_system_administrators_draw(session, offices, draft_id):
    for by in (offices.security, offices.audit):
        with pytest.raises(NotPermitted):
            start_draft(session, current_version(session, PROCESS), "改", by=by)
        with pytest.raises(NotPermitted):
            save_draft(session, draft_id, by=by, xml=drawn(), revision=1)


def test_a_draft_that_is_not_there_is_not_found(session, offices):
    for ask in (read_draft, discard_draft):
        with pytest.raises(NotFound):
            ask(session, 999_999, by=offices.system)


def test_a_discarded_draft_is_closed_and_off_the_list(session, offices, draft_id):
    assert discard_draft(session, draft_id, by=offices.system) == PROCESS
    assert not list_drafts(session, PROCESS, by=offices.system)
    with pytest.raises(DraftClosed):
        save_draft(session, draft_id, by=offices.system, xml=drawn(), revision=1)


def test_an_uploaded_file_takes_the_place_of_the_diagram(session, offices, draft_id):
    assert not upload_diagram(session, draft_id, drawn().encode("utf-8-sig"), by=offices.system)
    assert read_draft(session, draft_id, by=offices.system).xml == drawn()
    events = session.scalars(select(AuditEvent.detail).where(AuditEvent.action == "diagram:edit")).all()
    assert {"act": "upload", "draft": draft_id, "revision": 2} in events


def test_an_uploaded_file_may_be_wrong_and_says_why(session, offices, draft_id):
    problems = upload_diagram(session, draft_id, b"<html>no diagram</html>", by=offices.system)
    assert problems
    assert all(problem.message for problem in problems)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", DiagramTooLarge),
        (b"x" * 1_048_577, DiagramTooLarge),
        ("流程".encode("gb18030"), DiagramNotText),
        (b"PK\x03\x04\x00\x00", DiagramNotText),
    ],
)
def test_what_is_no_text_or_too_large_is_refused(session, offices, draft_id, content, refusal):
    with pytest.raises(refusal):
        upload_diagram(session, draft_id, content, by=offices.system)


def _organization(session, actor):
    return session.get_one(Organization, actor.organization_id)
