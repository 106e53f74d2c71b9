"""An inbox: what waits for an actor, folded into groups, in a constant number of statements."""

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.approvals import resubmit, start
from app.services.inbox.counts import count_waiting
from app.services.inbox.filter import InboxFilter
from app.services.inbox.groups import Group, GroupKey, find_group, list_groups, next_group
from models import Module
from tests.factories import learner_actor, make_class, make_employer, make_member, make_score
from tests.journey import PROCESS, Journey
from tests.statements import statements


def groups_of(session: Session, by: Actor) -> list[Group]:
    return list(list_groups(session, by=by).rows)


def declare_another_class(journey: Journey, name: str = "第二个培训班", credit_year: int = 2025):
    chain = journey.chain
    other = make_class(journey.session, base=chain.base, name=name, credit_year=credit_year)
    scores = [make_score(journey.session, other, one, entered_by=chain.base_member) for one in chain.learners]
    start(journey.session, PROCESS, [score.id for score in scores], by=chain.base_member)
    return other


def test_rows_of_a_class_at_one_task_are_one_group_with_their_count(journey: Journey):
    journey.declare()
    (group,) = groups_of(journey.session, journey.chain.employer_member)
    assert (group.count, group.task_name, group.party) == (3, "用人单位审核", "employer")
    assert (group.facts.name, group.facts.base_name) == (journey.chain.training_class.name, journey.chain.base.name)
    assert group.outcomes == ("approve", "return", "reject")
    assert group.waiting_days == 0


def test_what_moved_on_is_in_the_next_inbox_and_not_in_the_last(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert groups_of(journey.session, journey.chain.employer_member) == []
    assert [group.count for group in groups_of(journey.session, journey.chain.hr_member)] == [3]


def test_returned_rows_are_in_the_inbox_of_the_base(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    (group,) = groups_of(journey.session, journey.chain.base_member)
    assert (group.party, group.outcomes) == ("base", ("resubmit", "give_up"))


@pytest.mark.parametrize("who", ["neighbour employer", "hr before its turn", "the submitter", "the learner"])
def test_nobody_else_sees_them(journey: Journey, who: str):
    journey.declare()
    chain = journey.chain
    others = {
        "neighbour employer": make_member(journey.session, make_employer(journey.session, hr=chain.hr)),
        "hr before its turn": chain.hr_member,
        "the submitter": chain.base_member,
        "the learner": learner_actor(journey.session, chain.learners[0]),
    }
    assert groups_of(journey.session, others[who]) == []
    assert count_waiting(journey.session, others[who]) == 0


def test_a_member_without_the_module_of_the_task_sees_nothing_of_it(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    clerk = make_member(journey.session, journey.chain.base, modules=(Module.SCORE_ENTRY,))
    assert groups_of(journey.session, clerk) == []


def test_a_group_of_somebody_else_is_not_found(journey: Journey):
    journey.declare()
    (group,) = groups_of(journey.session, journey.chain.employer_member)
    with pytest.raises(NotFound):
        find_group(journey.session, group.key, by=journey.chain.hr_member)


def test_groups_are_filtered_by_the_name_and_credited_year_of_the_class(journey: Journey):
    journey.declare()
    other = declare_another_class(journey)
    who = journey.chain.employer_member
    assert len(groups_of(journey.session, who)) == 2
    assert [
        one.facts.id for one in list_groups(journey.session, by=who, asked=InboxFilter(text="第二个")).rows
    ] == [other.id]
    assert [one.facts.id for one in list_groups(journey.session, by=who, asked=InboxFilter(year=2025)).rows] == [
        other.id
    ]
    assert list_groups(journey.session, by=who, asked=InboxFilter(text="100%")).rows == []


def test_pages_go_on_after_the_last_key_and_miss_no_group(journey: Journey):
    journey.declare()
    declare_another_class(journey)
    who = journey.chain.employer_member
    first = list_groups(journey.session, by=who, limit=1)
    second = list_groups(journey.session, by=who, after=GroupKey.parse(first.next_after or ""), limit=1)
    assert [*first.rows, *second.rows] == groups_of(journey.session, who)
    assert second.next_after is None


def test_the_next_group_is_the_one_after_and_then_the_first_again(journey: Journey):
    journey.declare()
    who = journey.chain.employer_member
    (only,) = groups_of(journey.session, who)
    assert next_group(journey.session, only.key, by=who) is None
    declare_another_class(journey)
    first, second = groups_of(journey.session, who)
    assert next_group(journey.session, first.key, by=who) == second
    assert next_group(journey.session, second.key, by=who) == first


def test_what_comes_again_after_a_correction_is_a_group_of_its_own_round(journey: Journey):
    journey.declare()
    chain = journey.chain
    journey.review("employer_review", "return", by=chain.employer_member, comment="请核对")
    resubmit(journey.session, journey.open_items("revise"), by=chain.base_member)
    assert [group.round for group in groups_of(journey.session, chain.employer_member)] == [2]


def test_the_number_of_statements_does_not_grow_with_groups_or_rows(journey: Journey):
    journey.declare()
    groups_of(journey.session, journey.chain.employer_member)  # a process reads a user task once
    with statements() as few:
        groups_of(journey.session, journey.chain.employer_member)
    for number in range(4):
        declare_another_class(journey, name=f"又一个培训班{number}")
    with statements() as many:
        found = groups_of(journey.session, journey.chain.employer_member)
    assert len(found) == 5
    assert len(few) == len(many) <= 3


@pytest.mark.parametrize("text", ["", "1", "1-", "-1", "a-b", "1-2-3", "１-２", "9" * 30 + "-1", "1--2"])
def test_a_key_that_was_not_made_by_us_is_none(text: str):
    assert GroupKey.parse(text) is None


def test_a_key_survives_its_way_through_an_address():
    assert GroupKey.parse(str(GroupKey(7, 12))) == GroupKey(7, 12)
