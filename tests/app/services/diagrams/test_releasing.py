"""A release: drawn by one office, approved by another, in service at once or on its day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.approvals import decide, start, withdraw
from app.services.diagrams.drafts import DraftClosed, read_draft, save_draft, start_draft
from app.services.diagrams.enacting import enact_due, roll_back
from app.services.diagrams.library import current_version
from app.services.diagrams.publish import publish
from app.services.diagrams.refusals import (
    AlreadyInService,
    DateTooEarly,
    DraftHasProblems,
    NotApprovedByAnother,
    NoteMissing,
    NothingDiffers,
    ReleasedMeanwhile,
    ReleaseUnderWay,
)
from app.services.diagrams.releases import returned_release
from app.services.diagrams.releasing import ReleaseFields, correct_release, submit_release
from app.services.diagrams.versions import find_process, list_versions
from models import (
    DiagramRelease,
    DraftState,
    Instance,
    ItemKind,
    Membership,
    Organization,
    ReleaseState,
    UserTask,
    WorkItem,
)
from tests.drawing import (
    NOTE,
    PROCESS,
    decide_release,
    draw_city_review,
    make_offices,
    open_task,
    submit_city_review,
)
from tests.factories import make_member, make_user
from workflows.engine import Bundle, DiagramRefused
from workflows.library import load_bundle


@pytest.fixture
def offices(session):
    return make_offices(session)


def test_an_approved_release_is_in_service_and_new_items_take_the_new_way(session, offices, journey):
    before = current_version(session, PROCESS)
    release = decide_release(
        session, submit_city_review(session, by=offices.system), "approve", by=offices.security
    )
    assert release.state is ReleaseState.RELEASED
    assert current_version(session, PROCESS) == release.version_id != before
    assert all(result.ok for result in start(session, PROCESS, journey.score_ids, by=journey.chain.base_member))
    chain = journey.chain
    for by in (chain.employer_member, chain.hr_member):
        assert all(result.ok for result in decide(session, _open(session), by=by, outcome="approve"))
    assert set(_steps(session)) == {"city_review"}


def test_what_is_in_flight_stays_on_its_version(session, offices, journey):
    start(session, PROCESS, journey.score_ids, by=journey.chain.base_member)
    before = current_version(session, PROCESS)
    released_city_review(session, offices)
    flights = {version.number: version.in_flight for version in list_versions(session, PROCESS, by=offices.audit)}
    assert flights == {2: 0, 1: 3}
    assert set(session.scalars(select(Instance.version_id).where(Instance.item_kind == ItemKind.SCORE))) == {before}


def test_a_rejected_release_changes_nothing(session, offices):
    before = current_version(session, PROCESS)
    release = decide_release(session, submit_city_review(session, by=offices.system), "reject", by=offices.security)
    assert release.state is ReleaseState.REJECTED
    assert current_version(session, PROCESS) == before
    assert read_draft(session, release.draft_id, by=offices.system).is_open


def test_a_returned_release_is_corrected_with_the_draft_as_it_is_then(session, offices):
    release_id = submit_city_review(session, by=offices.system)
    release = decide_release(session, release_id, "return", by=offices.security)
    assert returned_release(session, release_id, by=offices.system).note == NOTE
    digest = release.digest
    draft = read_draft(session, release.draft_id, by=offices.system)
    other = draft.xml.replace("市级人社复核", "市级复核")
    save_draft(session, draft.id, by=offices.system, xml=other, revision=draft.revision)
    correct_release(session, release_id, ReleaseFields("按意见改了环节名称，其余不变。"), by=offices.system)
    assert release.digest != digest
    released = decide_release(session, release_id, "approve", by=offices.security)
    assert released.state is ReleaseState.RELEASED
    assert released.files[f"{PROCESS}.bpmn"] == other


def test_a_draft_goes_on_being_drawn_without_changing_what_was_submitted(session, offices):
    release_id = submit_city_review(session, by=offices.system)
    submitted = session.get_one(DiagramRelease, release_id).files
    draft_id = session.get_one(DiagramRelease, release_id).draft_id
    draft = read_draft(session, draft_id, by=offices.system)
    save_draft(session, draft_id, by=offices.system, xml=draft.xml.replace("复核", "再核"), revision=draft.revision)
    assert decide_release(session, release_id, "approve", by=offices.security).files == submitted


def test_a_released_draft_is_closed(session, offices):
    release = decide_release(
        session, submit_city_review(session, by=offices.system), "approve", by=offices.security
    )
    assert read_draft(session, release.draft_id, by=offices.system).state is DraftState.RELEASED
    with pytest.raises(DraftClosed):
        submit_release(session, release.draft_id, ReleaseFields(NOTE), by=offices.system)


def test_a_withdrawn_release_leaves_the_draft_to_be_submitted_again(session, offices):
    release_id = submit_city_review(session, by=offices.system)
    instance = session.scalars(select(Instance.id).where(Instance.item_kind == ItemKind.DIAGRAM_RELEASE)).one()
    assert withdraw(session, [instance], by=offices.system, reason="再想想")[0].ok
    release = session.get_one(DiagramRelease, release_id, populate_existing=True)
    assert release.state is ReleaseState.WITHDRAWN
    submit_release(session, release.draft_id, ReleaseFields(NOTE), by=offices.system)


def test_one_release_of_a_process_at_a_time(session, offices):
    submit_city_review(session, by=offices.system)
    with pytest.raises(ReleaseUnderWay):
        submit_city_review(session, by=offices.system)


def test_a_draft_with_problems_is_not_released(session, offices):
    draft_id = draw_city_review(session, by=offices.system)
    xml = read_draft(session, draft_id, by=offices.system).xml.replace('id="approved"', 'id="finished"', 1)
    save_draft(session, draft_id, by=offices.system, xml=xml, revision=2)
    with pytest.raises(DraftHasProblems, match="改好后"):
        submit_release(session, draft_id, ReleaseFields(NOTE), by=offices.system)


def test_a_draft_without_a_change_is_not_released(session, offices):
    draft_id = start_draft(session, current_version(session, PROCESS), "什么也没改", by=offices.system)
    with pytest.raises(NothingDiffers):
        submit_release(session, draft_id, ReleaseFields(NOTE), by=offices.system)


@pytest.mark.parametrize("note", ["", "太短", "长" * 501])
def test_a_release_says_why(session, offices, note):
    with pytest.raises(NoteMissing):
        submit_release(
            session, draw_city_review(session, by=offices.system), ReleaseFields(note), by=offices.system
        )


def test_who_draws_cannot_approve(session, offices):
    release_id = submit_city_review(session, by=offices.system)
    result = decide(session, [open_task(session, release_id)], by=offices.system, outcome="approve")[0]
    assert isinstance(result.refusal, NotFound)


def test_who_drew_it_and_changed_the_office_since_cannot_approve(session, offices):
    """Nobody holds two duties at once, but people move: the drawer is still no second pair of eyes."""
    mover = make_user(session)
    drawing = make_member(session, _organization(session, offices.system), user=mover)
    draft_id = draw_city_review(session, by=drawing)
    release_id = submit_release(session, draft_id, ReleaseFields(NOTE), by=offices.system)
    session.delete(session.get_one(Membership, drawing.membership_id))
    session.flush()
    approving = make_member(session, _organization(session, offices.security), user=mover)
    with pytest.raises(NotApprovedByAnother):
        decide_release(session, release_id, "approve", by=approving)


def test_a_diagram_of_releases_that_nobody_else_approves_is_refused_itself(session, offices):
    careless = load_bundle("diagram_release").files["diagram_release.bpmn"].decode()
    lane = '<bpmn:lane id="security" name="安全管理员">'
    text = careless.replace(lane, _lane_of("system", "security"))
    with pytest.raises(DiagramRefused, match="不经任何审核"):
        publish(session, Bundle("diagram_release", {"diagram_release.bpmn": text.encode()}), name="流程发布审核")


def test_a_release_whose_base_has_moved_is_not_approved(session, offices):
    release_id = submit_city_review(session, by=offices.system)
    other = load_bundle(PROCESS).files[f"{PROCESS}.bpmn"].decode().replace("用人单位审核", "单位审核")
    publish(session, Bundle(PROCESS, {f"{PROCESS}.bpmn": other.encode()}), name="学时申报")
    with pytest.raises(ReleasedMeanwhile):
        decide_release(session, release_id, "approve", by=offices.security)


def test_a_release_for_a_day_waits_for_it(session, offices):
    before, day = current_version(session, PROCESS), date.today() + timedelta(days=3)
    release_id = submit_city_review(session, by=offices.system, effective_on=day)
    release = decide_release(session, release_id, "approve", by=offices.security)
    assert (release.state, current_version(session, PROCESS)) == (ReleaseState.SCHEDULED, before)
    assert enact_due(session) == 0
    release.effective_on = date.today()
    session.flush()
    assert enact_due(session) == 1
    assert current_version(session, PROCESS) == release.version_id
    assert enact_due(session) == 0


def test_a_day_that_has_come_is_too_early(session, offices):
    with pytest.raises(DateTooEarly):
        submit_city_review(session, by=offices.system, effective_on=date.today())


def test_an_earlier_version_comes_back_by_one_action(session, offices):
    before = current_version(session, PROCESS)
    released_city_review(session, offices)
    assert roll_back(session, before, by=offices.security) == 1
    assert find_process(session, PROCESS, by=offices.audit).number == 1
    with pytest.raises(AlreadyInService):
        roll_back(session, before, by=offices.security)
    for by in (offices.system, offices.audit):
        with pytest.raises(NotPermitted):
            roll_back(session, before, by=by)


def test_a_new_release_process_is_released_under_the_old_one(session, offices):
    draft_id = start_draft(session, current_version(session, "diagram_release"), "改名称", by=offices.system)
    xml = read_draft(session, draft_id, by=offices.system).xml.replace("安全管理员审核", "安全管理员核准")
    save_draft(session, draft_id, by=offices.system, xml=xml, revision=1)
    release_id = submit_release(session, draft_id, ReleaseFields(NOTE), by=offices.system)
    assert decide_release(session, release_id, "approve", by=offices.security).state is ReleaseState.RELEASED


def test_the_list_of_versions_says_who_drew_and_who_released(session, offices):
    release = decide_release(
        session, submit_city_review(session, by=offices.system), "approve", by=offices.security
    )
    newest, first = list_versions(session, PROCESS, by=offices.audit)
    assert (newest.id, newest.note, newest.is_current) == (release.version_id, NOTE, True)
    assert newest.drawn_by
    assert newest.released_by
    assert (first.drawn_by, first.is_current) == (None, False)


def released_city_review(session, offices):
    return decide_release(session, submit_city_review(session, by=offices.system), "approve", by=offices.security)


def _open(session):
    query = select(WorkItem.id).join(Instance, Instance.id == WorkItem.instance_id)
    return session.scalars(query.where(Instance.item_kind == ItemKind.SCORE, WorkItem.closed_at.is_(None))).all()


def _steps(session):
    query = select(UserTask.node_id).join(WorkItem, WorkItem.user_task_id == UserTask.id)
    return session.scalars(query.where(WorkItem.id.in_(_open(session)))).all()


def _lane_of(party, lane_id):
    return (
        f'<bpmn:lane id="{lane_id}" name="安全管理员"><bpmn:extensionElements><spiffworkflow:properties>'
        f'<spiffworkflow:property name="party" value="{party}" />'
        "</spiffworkflow:properties></bpmn:extensionElements>"
    )


def _organization(session, actor):
    return session.get_one(Organization, actor.organization_id)
