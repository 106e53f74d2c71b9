"""A plan on its way: competent department where there is one, HR department, and back."""

import pytest

from app.errors import NotFound, NotPermitted
from app.items.training_plan import PlanNotDraft, SubjectDisabled
from app.services.approvals import withdraw
from app.services.instances.read import read_instance
from app.services.plans.edit import correct_plan, delete_plan, edit_plan, submit_plan
from app.services.plans.list import find_plan, list_plans
from app.services.plans.refusals import PlanNotChangeable, PlanNotReturned
from models import Module
from tests.factories import make_base, make_member
from tests.planning import plan_something


def test_a_base_with_a_competent_department_goes_there_first_and_then_to_hr(session):
    planning = plan_something(session)
    planning.submit()
    assert planning.open_task()[1] == "competent_review"
    assert planning.decide("approve", by=planning.competent_member).ok
    assert (planning.open_task()[1], planning.state()) == ("hr_review", "submitted")
    assert planning.decide("approve", by=planning.hr_member).ok
    assert planning.state() == "approved"


def test_a_base_without_one_goes_to_hr_at_once(session):
    planning = plan_something(session, with_competent=False)
    planning.submit()
    assert planning.open_task()[1] == "hr_review"


def test_a_rejected_plan_is_final(session):
    planning = plan_something(session)
    planning.submit()
    planning.decide("reject", by=planning.competent_member)
    assert planning.state() == "rejected"
    with pytest.raises(PlanNotDraft):
        planning.submit()


def test_a_returned_plan_is_corrected_in_the_same_instance_and_the_change_is_shown(session):
    planning = plan_something(session)
    planning.submit()
    first = planning.instance().id
    planning.decide("return", by=planning.competent_member)
    row = find_plan(session, planning.plan.id, by=planning.base_member)
    assert (row.is_returned, row.last_comment) == (True, "请补充师资名单")
    correct_plan(session, row.work_item_id, planning.fields(people=80), by=planning.base_member, comment="已补充")
    assert (planning.instance().id, planning.open_task()[1]) == (first, "competent_review")
    page = read_instance(session, first, by=planning.competent_member)
    changed = {field.label: (field.before, field.after) for field in page.changes if field.is_changed}
    assert changed["培训人数"] == ("100", "80")
    assert changed["计划名称"] == (page.revisions[0].content["name"], "合理用药培训")


def test_a_plan_that_is_on_its_way_is_not_changed_deleted_or_corrected(session):
    planning = plan_something(session)
    planning.submit()
    with pytest.raises(PlanNotChangeable):
        edit_plan(session, planning.plan.id, planning.fields(), by=planning.base_member)
    with pytest.raises(PlanNotChangeable):
        delete_plan(session, planning.plan.id, by=planning.base_member)
    work_item = planning.open_task()[0]
    planning.decide("return", by=planning.competent_member)
    back = planning.open_task()[0]
    correct_plan(session, back, planning.fields(), by=planning.base_member)
    with pytest.raises(PlanNotReturned):
        correct_plan(session, back, planning.fields(), by=planning.base_member)
    with pytest.raises(NotFound):
        correct_plan(session, work_item, planning.fields(), by=planning.base_member)


def test_it_may_be_withdrawn_while_nobody_decided_and_is_a_draft_again(session):
    planning = plan_something(session)
    planning.submit()
    result = withdraw(session, [planning.instance().id], by=planning.base_member, reason="写错了")[0]
    assert (result.ok, planning.state()) == (True, "draft")
    planning.submit()
    planning.decide("approve", by=planning.competent_member)
    late = withdraw(session, [planning.instance().id], by=planning.base_member, reason="再想想")[0]
    assert not late.ok


def test_who_only_declares_scores_withdraws_no_plan(session):
    planning = plan_something(session)
    planning.submit()
    clerk = make_member(session, planning.base, modules=(Module.SCORE_DECLARE,))
    result = withdraw(session, [planning.instance().id], by=clerk, reason="误点")[0]
    assert isinstance(result.refusal, NotPermitted)


def test_a_draft_on_a_disabled_subject_is_not_submitted(session):
    planning = plan_something(session)
    planning.subject.is_enabled = False
    session.flush()
    with pytest.raises(SubjectDisabled, match=planning.subject.name):
        planning.submit()


def test_who_reviews_needs_the_module_of_plans(session):
    planning = plan_something(session, with_competent=False)
    planning.submit()
    other = make_member(
        session, session.get(type(planning.base), planning.base.hr_id), modules=(Module.SCORE_REVIEW,)
    )
    assert isinstance(planning.decide("approve", by=other).refusal, NotPermitted)


def test_another_base_neither_sees_nor_changes_it(session):
    planning = plan_something(session)
    other = make_member(session, make_base(session))
    assert list_plans(session, by=other).rows == []
    for act in (
        lambda: find_plan(session, planning.plan.id, by=other),
        lambda: edit_plan(session, planning.plan.id, planning.fields(), by=other),
        lambda: submit_plan(session, planning.plan.id, by=other),
        lambda: delete_plan(session, planning.plan.id, by=other),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_draft_is_deleted_for_good(session):
    planning = plan_something(session)
    delete_plan(session, planning.plan.id, by=planning.base_member)
    assert list_plans(session, by=planning.base_member).rows == []
