"""The start page of a member: what waits, what of its own is where, what came back, and what was decided."""

import pytest
from sqlalchemy import text

from app.errors import NotPermitted
from app.permissions import Applicant
from app.services.home import classes, waiting, whereabouts
from app.services.home.decided import decided_counts
from app.services.home.member import member_home
from app.services.home.oldest import list_oldest
from app.services.home.returned import list_returned
from app.services.home.waiting import waiting_by_process
from app.services.home.whereabouts import whereabouts_of
from models import InstanceEvent, ItemKind, Module, ScoreState, WorkItem
from tests.factories import make_base, make_class, make_employer, make_learner, make_member, make_score
from tests.journey import Journey, begin
from tests.planning import plan_something
from tests.statements import statements


def test_what_waits_is_counted_by_process_and_for_how_long(journey: Journey):
    session, chain = journey.session, journey.chain
    journey.declare()
    session.execute(text("UPDATE work_item SET opened_at = now() - interval '4 days' WHERE id = :id"),
                    {"id": journey.open_items("employer_review")[0]})  # fmt: skip
    (one,) = waiting_by_process(session, by=chain.employer_member)
    assert (one.kind, one.name, one.count, one.oldest_days) == (ItemKind.SCORE, "学时申报", 3, 4)
    assert waiting_by_process(session, by=chain.base_member) == []


def test_what_a_colleague_holds_or_a_role_does_not_open_is_not_counted(journey: Journey):
    session, chain = journey.session, journey.chain
    journey.declare()
    colleague = make_member(session, chain.employer)
    session.get_one(WorkItem, journey.open_items("employer_review")[0]).assignee_id = colleague.user_id
    session.flush()
    assert waiting_by_process(session, by=chain.employer_member)[0].count == 2
    assert waiting_by_process(session, by=colleague)[0].count == 3
    bare = make_member(session, chain.employer, modules=(Module.STATISTICS,))
    assert waiting_by_process(session, by=bare) == []


def test_counting_stops_where_nobody_reads_the_number(journey: Journey, monkeypatch: pytest.MonkeyPatch):
    session, chain = journey.session, journey.chain
    journey.declare()
    monkeypatch.setattr(whereabouts, "MOST", 1)
    place = whereabouts_of(session, by=chain.base_member).places[0]
    assert (place.count, place.is_least) == (2, True)
    assert waiting.MOST == classes.MOST == 10_000


def test_what_was_submitted_is_told_by_place_and_by_who_has_it_longest(journey: Journey):
    session, chain = journey.session, journey.chain
    journey.declare()
    items = journey.open_items("employer_review")
    assert journey.review("employer_review", "return", by=chain.employer_member, comment="缺考勤")[0].ok
    assert len(items) == 3
    found = whereabouts_of(session, by=chain.base_member)
    assert [(one.word.text, one.state, one.count) for one in found.places] == [("已退回", "returned", 3)]
    assert found.holders == []


def test_those_who_have_it_are_named_with_their_telephone(journey: Journey):
    journey.declare()
    found = whereabouts_of(journey.session, by=journey.chain.base_member)
    (place,), (holder,) = found.places, found.holders
    assert (place.word.text, place.state, place.count, place.oldest_days) == ("待单位审核", "employer", 3, 0)
    employer = journey.chain.employer
    assert (holder.name, holder.phone, holder.count) == (employer.name, employer.contact_phone, 3)


def test_who_submits_nothing_is_told_nothing_of_it(journey: Journey):
    chain = journey.chain
    assert whereabouts_of(journey.session, by=make_member(journey.session, chain.base, modules=())) is None


def test_what_came_back_stands_with_the_reason_and_who_gave_it(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="缺考勤记录")
    found = list_returned(journey.session, by=journey.chain.base_member)
    assert len(found) == 3
    assert {(one.returned_by, one.reason, one.process_name) for one in found} == {
        (journey.chain.employer.name, "缺考勤记录", "学时申报")
    }
    assert {one.name for one in found} == {learner.name for learner in journey.chain.learners}
    assert list_returned(journey.session, by=journey.chain.employer_member) == []


def test_a_returned_plan_stands_among_them(session):
    planning = plan_something(session)
    planning.submit()
    planning.decide("return", by=planning.competent_member, comment="请补充师资名单")
    (one,) = list_returned(session, by=planning.base_member)
    assert (one.item_kind, one.name, one.reason) == (ItemKind.TRAINING_PLAN, planning.plan.name, "请补充师资名单")


def test_of_many_returned_ones_the_newest_are_shown(session):
    journey = begin(session, learners=7)
    journey.declare()
    items = journey.open_items("employer_review")
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    session.execute(
        text("UPDATE work_item SET opened_at = now() - id * interval '1 minute' WHERE closed_at IS NULL")
    )
    found = list_returned(session, by=journey.chain.base_member)
    assert len(items) == 7
    assert len(found) == 5
    assert [one.returned_at for one in found] == sorted((one.returned_at for one in found), reverse=True)


def test_what_waits_longest_is_named_first_with_who_submitted_it(session):
    journey = begin(session, learners=7)
    journey.declare()
    items = journey.open_items("employer_review")
    older = "UPDATE work_item SET opened_at = now() - interval '6 days' WHERE id = :id"
    session.execute(text(older), {"id": items[4]})
    found = list_oldest(session, by=journey.chain.employer_member)
    assert len(found) == 5
    first = found[0]
    assert (first.instance_id, first.waiting_days) == (session.get_one(WorkItem, items[4]).instance_id, 6)
    assert (first.submitter, first.process_name) == (journey.chain.base.name, "学时申报")
    assert (first.name, first.group_name) == (
        journey.chain.learners[4].name,
        journey.chain.training_class.name,
    )
    assert list_oldest(session, by=journey.chain.hr_member) == []
    assert list_oldest(session, by=make_member(session, journey.chain.employer, modules=())) == []


def test_what_a_colleague_holds_is_not_named(journey: Journey):
    journey.declare()
    session, chain = journey.session, journey.chain
    colleague = make_member(session, chain.employer)
    session.get_one(WorkItem, journey.open_items("employer_review")[0]).assignee_id = colleague.user_id
    session.flush()
    assert len(list_oldest(session, by=chain.employer_member)) == 2


TASKS = """
INSERT INTO user_task (version_id, process_id, task_key, node_id, name, party, permission, outcomes)
SELECT version_id, process_id, task_key || n, node_id || n, name, party, permission, outcomes
  FROM user_task, generate_series(1, 400) AS n WHERE node_id = 'employer_review'
"""
ROWS = """
INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id, opened_at)
SELECT i.id, t.id, (ARRAY(SELECT id FROM organization WHERE kind = 'employer'))[1 + (i.id + t.id) % 20],
       i.group_id, now() - interval '1 day'
  FROM instance i, user_task t WHERE starts_with(t.node_id, 'employer_review') AND t.node_id <> 'employer_review'
"""
PLAN = """
EXPLAIN SELECT opened_at FROM work_item
 WHERE closed_at IS NULL AND organization_id = :organization AND user_task_id = :task ORDER BY opened_at LIMIT 5
"""


def test_what_waits_is_read_from_its_index_whatever_else_is_open(session):
    journey = begin(session, learners=20)
    journey.declare()
    for _ in range(20):
        make_employer(session, hr=journey.chain.hr)
    session.execute(text(TASKS))
    session.execute(text(ROWS))
    session.execute(text("ANALYZE work_item"))
    task = session.get_one(WorkItem, journey.open_items("employer_review")[0]).user_task_id
    plan = session.scalars(text(PLAN), {"organization": journey.chain.employer.id, "task": task})
    assert "ix_work_item_waiting" in "\n".join(plan)
    assert waiting_by_process(session, by=journey.chain.employer_member)[0].count > 300


def test_decisions_are_counted_since_midnight_and_since_monday(journey: Journey):
    session, chain = journey.session, journey.chain
    journey.declare()
    journey.review("employer_review", "approve", by=chain.employer_member)
    by = chain.employer_member
    found = decided_counts(session, by=by)
    assert (found.today, found.week) == (3, 3)
    assert decided_counts(session, by=chain.hr_member).week == 0
    assert decided_counts(session, by=make_member(session, chain.employer)).week == 0


def test_a_base_sees_how_far_its_scores_and_its_newest_classes_are(journey: Journey):
    session, chain = journey.session, journey.chain
    journey.declare()
    make_score(session, chain.training_class, make_learner(session))
    empty = make_class(session, base=chain.base, name="还没有成绩的班")
    home = member_home(session, by=chain.base_member)
    assert (home.scores.entered, home.scores.in_review) == (1, 3)
    first, second = home.classes
    assert (first.id, first.total) == (empty.id, 0)
    assert (second.total, second.entered, second.in_review, second.declared) == (4, 1, 3, 3)
    assert home.decided is None


def test_a_large_class_is_counted_up_to_a_bound(journey: Journey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(classes, "MOST_OF_A_CLASS", 2)
    (one,) = classes.newest_classes(journey.session, by=journey.chain.base_member)
    assert (one.total, one.is_cut) == (3, True)


def test_another_base_sees_none_of_it(journey: Journey):
    journey.declare()
    stranger = make_member(journey.session, make_base(journey.session, hr=journey.chain.hr))
    home = member_home(journey.session, by=stranger)
    assert (home.total, home.returned, home.classes) == (0, [], [])
    assert (home.scores.entered, home.scores.in_review, home.whereabouts.places) == (0, 0, [])


def test_a_role_without_scores_is_not_told_of_them(journey: Journey):
    by = make_member(journey.session, journey.chain.base, modules=(Module.TRAINING_PLAN,))
    home = member_home(journey.session, by=by)
    assert (home.scores, home.classes) == (None, [])


def test_a_reviewer_sees_decisions_and_no_scores(journey: Journey):
    home = member_home(journey.session, by=journey.chain.hr_member)
    assert (home.scores, home.classes, home.decided.week) == (None, (), 0)


def test_an_applicant_has_no_start_page(session):
    with pytest.raises(NotPermitted):
        member_home(session, by=Applicant(1, "某人"))


def test_the_number_of_statements_does_not_grow_with_the_rows(session):
    def count(journey: Journey) -> int:
        with statements() as sent:
            member_home(session, by=journey.chain.base_member)
        return len(sent)

    few, many = begin(session, learners=2), begin(session, learners=12)
    for journey in (few, many):
        journey.declare()
        journey.review("employer_review", "return", by=journey.chain.employer_member)
    for _ in range(4):
        make_score(
            session, make_class(session, base=many.chain.base), many.chain.learners[0], state=ScoreState.QUALIFIED
        )
    assert session.query(InstanceEvent).count() > 20
    assert count(few) == count(many) <= 16
