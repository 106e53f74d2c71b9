"""What votes come to: the rules of countersigning as a table, and the promise that an early end is the end."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.approvals.counting import needed, result_of

OUTCOMES = ("approve", "return", "reject")
WAITS = None


@pytest.mark.parametrize(
    ("rule", "votes", "result"),
    [
        ("all", ["approve", WAITS], None),
        ("all", ["approve", "approve"], "approve"),
        ("all", ["return", WAITS, WAITS], "return"),  # one who does not agree is enough
        ("any", [WAITS, "approve", WAITS], "approve"),  # one is enough, whatever he says
        ("any", ["reject", WAITS], "reject"),
        ("60%", ["approve", "approve", WAITS, WAITS, WAITS], None),  # 3 of 5 are needed
        ("60%", ["approve", "approve", "approve", WAITS, WAITS], "approve"),
        ("60%", ["return", "reject", WAITS, WAITS, WAITS], None),  # 3 can still agree
        ("60%", ["return", "reject", "reject", WAITS, WAITS], "reject"),  # the stronger of the others
        ("50%", ["return", "reject", "approve", WAITS], None),
        ("100%", ["return", "reject"], "return"),  # as strong as each other: the one drawn first
    ],
)
def test_votes_come_to(rule: str, votes: list[str | None], result: str | None) -> None:
    assert result_of(rule, OUTCOMES, votes) == result


@pytest.mark.parametrize(
    ("rule", "signers", "count"), [("all", 5, 5), ("any", 5, 1), ("60%", 5, 3), ("34%", 3, 2), ("1%", 3, 1)]
)
def test_so_many_must_agree(rule: str, signers: int, count: int) -> None:
    assert needed(rule, signers) == count


@given(
    rule=st.sampled_from(["all", "34%", "50%", "60%", "67%", "100%"]),
    votes=st.lists(st.sampled_from([WAITS, *OUTCOMES]), min_size=1, max_size=5),
)
def test_what_is_settled_early_stays_so_and_everything_is_settled_in_the_end(
    rule: str, votes: list[str | None]
) -> None:
    early = result_of(rule, OUTCOMES, votes)
    rest = [OUTCOMES if vote is WAITS else (vote,) for vote in votes]
    agreed = {result_of(rule, OUTCOMES, list(full)) == "approve" for full in itertools.product(*rest)}
    assert early is not None or agreed == {True, False}  # nobody is asked in vain
    assert early is None or agreed == {early == "approve"}
    assert all(result_of(rule, OUTCOMES, list(full)) is not None for full in itertools.product(*rest))
