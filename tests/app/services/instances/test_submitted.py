"""我发起的: what became of what an organisation submitted, and who has it."""

import pytest

from app.services.approvals import decide, withdraw
from app.services.instances.submitted import Submitted, list_submitted
from tests.factories import make_base, make_member
from tests.journey import Journey


def submitted(journey: Journey, **asked) -> list[Submitted]:
    return list(list_submitted(journey.session, by=journey.chain.base_member, **asked).rows)


def one_in_each_state(journey: Journey) -> None:
    """The first is returned, the second rejected, the third approved by the employer."""
    journey.declare()
    items, reviewer = journey.open_items("employer_review"), journey.chain.employer_member
    for item, outcome in zip(items, ("return", "reject", "approve"), strict=True):
        decide(journey.session, [item], by=reviewer, outcome=outcome, comment="见附件")


def test_what_was_never_declared_is_not_there(journey: Journey):
    assert submitted(journey) == []


def test_each_row_says_its_state_and_who_has_it(journey: Journey):
    one_in_each_state(journey)
    told = [(row.word.text, row.holder_name, row.waiting_days) for row in reversed(submitted(journey))]
    chain = journey.chain
    assert told == [("已退回", chain.base.name, 0), ("不予通过", None, None), ("待人社审核", chain.hr.name, 0)]


@pytest.mark.parametrize(("state", "place"), [("base", 0), ("rejected", 1), ("hr", 2), ("employer", None)])
def test_rows_are_filtered_by_where_they_are(journey: Journey, state: str, place: int | None):
    one_in_each_state(journey)
    expected = [] if place is None else [journey.score_ids[place]]
    assert [row.score_id for row in submitted(journey, state=state)] == expected


def test_a_withdrawn_one_says_so_until_it_is_declared_again(journey: Journey):
    journey.declare()
    withdraw(journey.session, [one.id for one in journey.instances()], by=journey.chain.base_member, reason="录错")
    assert {row.word.text for row in submitted(journey)} == {"已撤回"}
    journey.declare()
    assert {row.word.text for row in submitted(journey)} == {"待单位审核"}
    assert len(submitted(journey)) == 3


def test_rows_are_filtered_by_class_and_name_and_paged_newest_first(journey: Journey):
    journey.declare()
    assert len(submitted(journey, class_id=journey.chain.training_class.id, text="测试")) == 3
    assert submitted(journey, class_id=10**9) == submitted(journey, text="无此人") == []
    first = list_submitted(journey.session, by=journey.chain.base_member, limit=2)
    rest = submitted(journey, before=int(first.next_after or 0), limit=2)
    assert [row.score_id for row in (*first.rows, *rest)] == sorted(journey.score_ids, reverse=True)


def test_another_base_sees_none_of_it(journey: Journey):
    journey.declare()
    neighbour = make_member(journey.session, make_base(journey.session, hr=journey.chain.hr))
    assert list_submitted(journey.session, by=neighbour).rows == []
