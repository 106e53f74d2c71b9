"""已办: decisions by whoever made them, and nobody else's; the numbers beside the tabs."""

from datetime import timedelta

import pytest

from app.services.approvals import decide
from app.services.inbox.counts import count_decided, count_under_way, count_waiting
from app.services.inbox.decided import Decided, DecidedFilter, DecidedKey, list_decided
from models import ItemKind
from tests.factories import learner_actor, make_employer, make_member
from tests.journey import Journey
from tests.statements import statements
from tests.today import today


@pytest.fixture
def decided(journey: Journey) -> Journey:
    """Two approved in one bulk by the reviewer; one rejected by a colleague."""
    journey.declare()
    items = journey.open_items("employer_review")
    decide(journey.session, items[:2], by=journey.chain.employer_member, outcome="approve", comment="属实")
    colleague = make_member(journey.session, journey.chain.employer, name="同事李")
    decide(journey.session, items[2:], by=colleague, outcome="reject", comment="查无此人")
    return journey


def rows(journey: Journey, *, by=None, **asked) -> list[Decided]:
    who = by or journey.chain.employer_member
    return list(list_decided(journey.session, DecidedFilter(**asked), by=who).rows)


def test_a_row_says_what_was_decided_why_and_where_the_item_is_now(decided: Journey):
    row = rows(decided)[0]
    assert (row.said.text, row.comment, row.task_name, row.word.text) == (
        "通过",
        "属实",
        "用人单位审核",
        "待人社审核",
    )
    assert row.name in {one.name for one in decided.chain.learners}
    assert row.group_name == decided.chain.training_class.name


def test_mine_are_mine_and_the_organisation_s_are_everybody_s(decided: Journey):
    assert [row.who for row in rows(decided)] == ["单位审核员"] * 2
    assert [row.who for row in rows(decided, is_mine=False)] == ["同事李", "单位审核员", "单位审核员"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"outcome": "approve"}, 2),
        ({"outcome": "reject"}, 1),
        ({"kind": ItemKind.SCORE}, 3),
        ({"kind": ItemKind.ANNUAL_REPORT}, 0),
        ({"since": today()}, 3),
        ({"until": today() - timedelta(days=1)}, 0),
        ({"text": "无此人"}, 0),
        ({"text": "培训班"}, 3),
        ({"text": "%"}, 0),
    ],
)
def test_decisions_are_filtered(decided: Journey, asked: dict, count: int):
    decided.chain.training_class.name = "测试培训班"
    decided.session.flush()
    assert len(rows(decided, is_mine=False, **asked)) == count


def test_pages_of_one_bulk_miss_nothing_though_its_moments_are_equal(decided: Journey):
    who = decided.chain.employer_member
    everything = rows(decided, is_mine=False)
    seen, after = [], None
    while True:
        page = list_decided(decided.session, DecidedFilter(is_mine=False), by=who, after=after, limit=1)
        seen += page.rows
        after = DecidedKey.parse(page.next_after or "")
        if after is None:
            break
    assert seen == everything


@pytest.mark.parametrize("who", ["another employer", "hr", "the base", "a learner"])
def test_nobody_else_has_decided_them(decided: Journey, who: str):
    chain = decided.chain
    actor = {
        "another employer": make_member(decided.session, make_employer(decided.session, hr=chain.hr)),
        "hr": chain.hr_member,
        "the base": chain.base_member,
        "a learner": learner_actor(decided.session, chain.learners[0]),
    }[who]
    assert count_decided(decided.session, actor) == 0
    if who != "a learner":
        assert rows(decided, by=actor, is_mine=False) == []


def test_each_tab_counts_what_is_in_it(decided: Journey):
    chain, session = decided.chain, decided.session
    assert (count_waiting(session, chain.hr_member), count_decided(session, chain.employer_member)) == (2, 2)
    assert count_under_way(session, chain.base_member) == 2
    assert count_under_way(session, make_member(session, chain.base, modules=())) == 0


def test_the_number_of_statements_does_not_grow_with_rows(decided: Journey):
    with statements() as sent:
        rows(decided, is_mine=False)
    assert len(sent) <= 2


@pytest.mark.parametrize(
    "key", ["", "1", "1-2", "1-2-3-4", "-1-2-3", "a-b-c", f"{10**16}-1-1", f"1-1-{2**15}", "１-１-１"]
)
def test_a_key_that_was_not_made_by_us_is_none(key: str):
    assert DecidedKey.parse(key) is None
