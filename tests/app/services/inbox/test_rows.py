"""Rows of a group: what the reviewer decides on, and what "all that the filter matches" means."""

from app.sealing import sealer
from app.services.approvals import resubmit, start
from app.services.inbox.filter import InboxFilter
from app.services.inbox.groups import Group, GroupKey, list_groups
from app.services.inbox.rows import all_rows, count_rows, list_rows, whole_groups
from models import User
from tests.factories import make_learner, make_score
from tests.journey import PROCESS, Journey


def group_of(journey: Journey, who=None) -> Group:
    return list_groups(journey.session, by=who or journey.chain.employer_member).rows[0]


def rows_of(journey: Journey, who=None, **query):
    who = who or journey.chain.employer_member
    return list_rows(journey.session, group_of(journey, who).key, by=who, **query).rows


def declare_one_more(journey: Journey, name: str = "后来的学员"):
    chain = journey.chain
    learner = make_learner(journey.session, employer=chain.employer, name=name)
    score = make_score(journey.session, chain.training_class, learner, entered_by=chain.base_member)
    start(journey.session, PROCESS, [score.id], by=chain.base_member)
    return learner


def test_a_row_shows_the_learner_with_a_masked_id_number(journey: Journey):
    journey.declare()
    number = sealer().unseal(journey.session.get_one(User, journey.chain.learners[0].user_id).resident_id_sealed)
    row = rows_of(journey)[0]
    assert row.masked_id == f"{number[:6]}********{number[-4:]}"
    assert (row.learner_name, row.employer_name) == (journey.chain.learners[0].name, journey.chain.employer.name)
    assert (str(row.value), row.revision, row.waiting_days) == ("85.0", 1, 0)


def test_the_base_sees_why_its_row_came_back_and_from_whom(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩与证书不符")
    row = rows_of(journey, journey.chain.base_member)[0]
    assert (row.last_comment, row.last_by) == ("成绩与证书不符", journey.chain.employer_member.name)


def test_hr_sees_what_the_employer_wrote(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member, comment="属实")
    assert {row.last_comment for row in rows_of(journey, journey.chain.hr_member)} == {"属实"}


def test_rows_are_found_by_name_whole_id_number_or_employer(journey: Journey):
    journey.declare()
    learner = declare_one_more(journey)
    number = sealer().unseal(journey.session.get_one(User, learner.user_id).resident_id_sealed)
    for text in ("后来", number, number.lower()):
        assert [row.learner_name for row in rows_of(journey, asked=InboxFilter(text=text))] == ["后来的学员"]
    assert len(rows_of(journey, asked=InboxFilter(text=journey.chain.employer.name))) == 4
    assert len(rows_of(journey, asked=InboxFilter(text=number[:10]))) == 0, "part of an id number finds nothing"


def test_pages_of_rows_go_on_after_the_last_key(journey: Journey):
    journey.declare()
    key, who = group_of(journey).key, journey.chain.employer_member
    first = list_rows(journey.session, key, by=who, limit=2)
    second = list_rows(journey.session, key, by=who, after=int(first.next_after or 0), limit=2)
    assert [row.id for row in (*first.rows, *second.rows)] == [row.id for row in rows_of(journey)]
    assert (len(second.rows), second.next_after) == (1, None)


def test_all_that_matches_means_what_was_there_when_the_page_was_shown(journey: Journey):
    journey.declare()
    shown = group_of(journey)
    declare_one_more(journey)
    who = journey.chain.employer_member
    meant = journey.session.execute(all_rows(shown.key, by=who, up_to=shown.last_id)).all()
    assert len(meant) == shown.count == 3
    assert {revision for _, revision in meant} == {1}


def test_all_that_matches_keeps_to_the_filter(journey: Journey):
    journey.declare()
    declare_one_more(journey)
    who, group = journey.chain.employer_member, group_of(journey)
    found = count_rows(journey.session, group.key, by=who, asked=InboxFilter(text="后来"))
    meant = journey.session.execute(
        all_rows(group.key, by=who, up_to=found.last_id, asked=InboxFilter(text="后来"))
    ).all()
    assert (found.count, len(meant)) == (1, 1)


def test_whole_groups_hold_only_what_waits_for_the_actor(journey: Journey):
    journey.declare()
    group = group_of(journey)
    meant = {group.key: group.last_id}
    mine = journey.session.execute(whole_groups(meant, by=journey.chain.employer_member)).all()
    theirs = journey.session.execute(whole_groups(meant, by=journey.chain.hr_member)).all()
    none = journey.session.execute(whole_groups({}, by=journey.chain.employer_member)).all()
    assert (len(mine), theirs, none) == (3, [], [])


def test_a_corrected_row_is_listed_with_its_new_revision(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    resubmit(journey.session, journey.open_items("revise"), by=journey.chain.base_member, comment="已补充")
    assert {(row.revision, row.last_comment) for row in rows_of(journey)} == {(2, "已补充")}


def test_an_unknown_group_has_no_rows(journey: Journey):
    journey.declare()
    assert list_rows(journey.session, GroupKey(1, 10**15), by=journey.chain.employer_member).rows == []
