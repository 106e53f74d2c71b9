"""The score flow from the base through employer and HR department, and its ways back."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import NotPermitted
from app.services.approvals import decide, resubmit, start, withdraw
from app.services.approvals.refusals import CommentRequired
from models import InstanceEvent, ItemRevision, Membership, Notification, Role, User, WorkItem
from tests.factories import make_base, make_employer, make_member, make_score
from tests.journey import PROCESS, Journey


def refusals(results):
    return [str(result.refusal) if result.refusal else None for result in results]


def test_a_score_that_employer_and_hr_approve_is_qualified(journey: Journey):
    assert all(result.ok for result in journey.declare())
    assert journey.states() == ["declared"] * 3
    assert all(r.ok for r in journey.review("employer_review", "approve", by=journey.chain.employer_member))
    assert journey.states() == ["declared"] * 3
    assert all(r.ok for r in journey.review("hr_review", "approve", by=journey.chain.hr_member))
    assert journey.states() == ["qualified"] * 3
    assert {instance.ended for instance in journey.instances()} == {"approved"}
    assert journey.session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).all() == []


def test_each_party_gets_its_own_rows(journey: Journey):
    journey.declare()
    owners = journey.session.scalars(select(WorkItem.organization_id).where(WorkItem.closed_at.is_(None)))
    assert set(owners) == {journey.chain.employer.id}
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    owners = journey.session.scalars(select(WorkItem.organization_id).where(WorkItem.closed_at.is_(None)))
    assert set(owners) == {journey.chain.hr.id}


def test_all_instances_of_one_history_stand_on_one_path_node(journey: Journey):
    journey.declare()
    assert len({instance.path_node_id for instance in journey.instances()}) == 1
    first, *_ = journey.open_items("employer_review")
    decide(journey.session, [first], by=journey.chain.employer_member, outcome="approve")
    assert len({instance.path_node_id for instance in journey.instances()}) == 2


def test_the_employer_is_frozen_when_the_score_is_declared(journey: Journey):
    journey.declare()
    learner = journey.chain.learners[0]
    learner.employer_id = make_employer(journey.session).id
    journey.session.flush()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.session.expire_all()
    assert journey.scores[0].employer_id == journey.chain.employer.id


def test_a_failing_score_cannot_be_declared_and_the_others_can(journey: Journey):
    failing = journey.scores[1]
    failing.value = Decimal("59.5")
    journey.session.flush()
    assert refusals(journey.declare()) == [None, "成绩59.5分未达到合格线60.0分，不能申报。", None]
    assert journey.states() == ["declared", "entered", "declared"]


def test_a_score_is_declared_once(journey: Journey):
    journey.declare()
    assert refusals(journey.declare()) == ["该成绩当前为“审核中”，不能再次申报。"] * 3
    assert len(journey.instances()) == 3


def test_a_neighbour_base_does_not_learn_that_a_score_exists(journey: Journey):
    neighbour = make_member(journey.session, make_base(journey.session))
    assert [type(r.refusal).__name__ for r in start(journey.session, PROCESS, journey.score_ids, by=neighbour)] == [
        "NotFound"
    ] * 3


@pytest.mark.parametrize("outcome", ["return", "reject"])
def test_returning_and_rejecting_need_a_comment(journey: Journey, outcome: str):
    journey.declare()
    with pytest.raises(CommentRequired):
        journey.review("employer_review", outcome, by=journey.chain.employer_member, comment="  ")


def test_a_rejected_score_is_final_and_may_be_entered_anew(journey: Journey):
    journey.declare()
    journey.review("employer_review", "reject", by=journey.chain.employer_member, comment="未参加培训")
    assert journey.states() == ["rejected"] * 3
    assert refusals(journey.declare()) == ["该成绩当前为“不予通过”，不能再次申报。"] * 3
    again = make_score(journey.session, journey.chain.training_class, journey.chain.learners[0])
    assert start(journey.session, PROCESS, [again.id], by=journey.chain.base_member)[0].ok


def test_a_returned_score_is_corrected_and_goes_on_in_the_same_instance(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩有误")
    items = journey.open_items("revise")
    owners = journey.session.scalars(select(WorkItem.organization_id).where(WorkItem.id.in_(items)))
    assert set(owners) == {journey.chain.base.id}
    journey.scores[0].value = Decimal("91.0")
    journey.session.flush()
    assert all(r.ok for r in resubmit(journey.session, items, by=journey.chain.base_member))
    assert [instance.revision for instance in journey.instances()] == [2, 2, 2]
    first = journey.instances()[0].id
    contents = journey.session.scalars(
        select(ItemRevision.content["value"].astext)
        .where(ItemRevision.instance_id == first)
        .order_by(ItemRevision.number)
    )
    assert list(contents) == ["85.0", "91.0"]
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    assert journey.states() == ["qualified"] * 3
    assert len(journey.instances()) == 3


def test_what_was_corrected_after_it_was_seen_is_not_decided_unseen(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩有误")
    resubmit(journey.session, journey.open_items("revise"), by=journey.chain.base_member)
    items = journey.open_items("employer_review")
    results = decide(
        journey.session,
        items,
        by=journey.chain.employer_member,
        outcome="approve",
        seen={items[0]: 1, items[1]: 2},
    )
    assert refusals(results) == ["该事项在您查看之后又被修改并重新提交，请查看新内容后再办理。", None, None]


def test_the_base_withdraws_what_nobody_has_decided(journey: Journey):
    journey.declare()
    ids = [instance.id for instance in journey.instances()]
    decide(
        journey.session,
        journey.open_items("employer_review")[:1],
        by=journey.chain.employer_member,
        outcome="approve",
    )
    results = withdraw(journey.session, ids, by=journey.chain.base_member, reason="成绩录错")
    assert refusals(results) == [
        "该事项已有单位办理过，不能撤回；如需修改，请联系当前办理单位退回。",
        None,
        None,
    ]
    assert journey.states() == ["declared", "entered", "entered"]
    assert journey.scores[1].employer_id is None
    assert [instance.ended for instance in journey.instances()] == [None, "withdrawn", "withdrawn"]
    assert len(journey.open_items("employer_review")) == 0
    assert [r.ok for r in journey.declare()] == [False, True, True]


def test_a_decided_row_tells_who_decided_it(journey: Journey):
    journey.declare()
    items = journey.open_items("employer_review")
    decide(journey.session, items, by=journey.chain.employer_member, outcome="approve")
    colleague = make_member(journey.session, journey.chain.employer)
    (told, *_) = refusals(decide(journey.session, items, by=colleague, outcome="approve"))
    assert told.startswith(f"该事项已由{journey.chain.employer.name} 单位审核员于")
    assert told.endswith("办理(通过)。")


def test_the_same_click_again_gets_the_first_result(journey: Journey):
    journey.declare()
    items = journey.open_items("employer_review")
    for _ in range(2):
        assert all(
            r.ok for r in decide(journey.session, items, by=journey.chain.employer_member, outcome="approve")
        )
    assert len(journey.session.scalars(select(InstanceEvent)).all()) == 6


def test_a_member_whose_role_lost_the_module_decides_nothing(journey: Journey):
    journey.declare()
    member = journey.session.get_one(Membership, journey.chain.employer_member.membership_id)
    journey.session.get_one(Role, member.role_id).modules = []
    journey.session.flush()
    results = journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert [type(r.refusal) for r in results] == [NotPermitted] * 3
    assert len(journey.open_items("employer_review")) == 3


def test_a_disabled_member_decides_nothing(journey: Journey):
    journey.declare()
    journey.session.get_one(Membership, journey.chain.employer_member.membership_id).is_enabled = False
    journey.session.flush()
    with pytest.raises(NotPermitted):
        journey.review("employer_review", "approve", by=journey.chain.employer_member)


def test_nobody_approves_what_he_submitted_himself(journey: Journey):
    person = journey.session.get_one(User, journey.chain.base_member.user_id)
    same_person = make_member(journey.session, journey.chain.employer, user=person)
    journey.declare()
    results = journey.review("employer_review", "approve", by=same_person)
    assert refusals(results) == ["这是您本人提交的事项，须由其他人员审核。"] * 3


def test_an_outcome_that_the_task_does_not_offer_is_refused(journey: Journey):
    journey.declare()
    results = journey.review("employer_review", "resubmit", by=journey.chain.employer_member)
    assert refusals(results) == ["“用人单位审核”环节没有“重新申报”这一办理结果。"] * 3


def test_a_reviewer_cannot_resubmit_for_the_base_nor_the_base_decide(journey: Journey):
    journey.declare()
    items = journey.open_items("employer_review")
    results = decide(journey.session, items, by=journey.chain.base_member, outcome="approve")
    assert [type(r.refusal).__name__ for r in results] == ["NotFound"] * 3
    results = resubmit(journey.session, items, by=journey.chain.employer_member)
    assert refusals(results) == ["“用人单位审核”环节没有“重新申报”这一办理结果。"] * 3


def test_whoever_gets_rows_is_told_once(journey: Journey):
    journey.declare()
    told = journey.session.scalars(select(Notification)).one()
    assert (told.organization_id, told.rows) == (journey.chain.employer.id, 3)


def test_an_unknown_work_item_is_not_found(journey: Journey):
    journey.declare()
    results = decide(journey.session, [10**12], by=journey.chain.employer_member, outcome="approve")
    assert [type(r.refusal).__name__ for r in results] == ["NotFound"]
