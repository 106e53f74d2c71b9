"""The memo saves time and changes nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workflows.engine.walking import Walk
from workflows.engine import Event, Memo, OutcomeNotOffered, StateNotUnderstood, Step, advance, compile_bundle
from workflows.library import load_bundle

DEFINITION = compile_bundle(load_bundle("score_declaration"))
NOTHING = DEFINITION.project({})
STARTED = Event.started(NOTHING)
APPROVED = Event.completed("employer_review#1", "approve", NOTHING)
FIRST = advance(DEFINITION, None, STARTED)


def unused() -> bytes:
    raise AssertionError("a hit loads no state")


def giving(state: bytes | None) -> Callable[[], bytes | None]:
    """A loader of this state."""
    return lambda: state


def test_a_second_time_costs_neither_a_state_nor_a_step() -> None:
    memo = Memo(10)
    step = memo.advance(DEFINITION, FIRST.digest, APPROVED, lambda: FIRST.state)
    assert memo.advance(DEFINITION, FIRST.digest, APPROVED, unused) is step
    assert (memo.hits, memo.misses) == (1, 1)
    assert step == advance(DEFINITION, FIRST.state, APPROVED)


def test_the_start_needs_no_state() -> None:
    assert Memo(10).advance(DEFINITION, None, STARTED, unused) == FIRST


def test_the_least_recently_used_goes_first_and_comes_back_the_same() -> None:
    memo = Memo(2)
    events = [Event.completed("employer_review#1", outcome, NOTHING) for outcome in ("approve", "return", "reject")]

    def take(event: Event) -> Step:
        return memo.advance(DEFINITION, FIRST.digest, event, lambda: FIRST.state)

    first = take(events[0])
    take(events[1])
    take(events[0])
    take(events[2])
    assert len(memo) == 2
    assert (memo.hits, memo.misses) == (1, 3)
    take(events[0])
    assert memo.hits == 2
    take(events[1])
    assert memo.misses == 4
    memo.clear()
    assert take(events[0]) == first


def test_bytes_that_are_not_those_the_digest_names_are_refused() -> None:
    for wrong in (None, b"", FIRST.state + b" "):
        with pytest.raises(StateNotUnderstood, match="摘要"):
            Memo(10).advance(DEFINITION, FIRST.digest, APPROVED, giving(wrong))


def test_a_refusal_is_not_remembered() -> None:
    memo = Memo(10)
    wrong = Event.completed("employer_review#1", "maybe", NOTHING)
    for _ in range(2):
        with pytest.raises(OutcomeNotOffered):
            memo.advance(DEFINITION, FIRST.digest, wrong, lambda: FIRST.state)
    assert len(memo) == 0


def test_a_memo_holds_at_least_one_step() -> None:
    with pytest.raises(ValueError, match="0"):
        Memo(0)


def test_many_threads_come_to_the_same_steps() -> None:
    walk = Walk(DEFINITION)
    walk.decide("employer_review#1", "return")
    walk.decide("revise#1", "resubmit")
    walk.decide("employer_review#2", "approve")
    walk.decide("hr_review#1", "approve")
    memo = Memo(3)

    def run(_number: int) -> list[Step]:
        steps: list[Step] = []
        for event in walk.events:
            before = steps[-1] if steps else None
            state = before.state if before else None
            steps.append(memo.advance(DEFINITION, before.digest if before else None, event, giving(state)))
        return steps

    with ThreadPoolExecutor(8) as pool:
        assert all(steps == walk.steps for steps in pool.map(run, range(64)))
    assert memo.hits + memo.misses == 64 * len(walk.events)
    assert len(memo) == 3
