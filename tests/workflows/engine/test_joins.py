"""Joins in loops, where SpiffWorkflow alone goes on before everybody has decided, or waits for itself."""

from itertools import permutations, product

import pytest

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.walking import Walk
from workflows.engine import Bundle


def again(branches: Drawing, kind: str) -> Bundle:
    """split -> branches -> join -> c -> approve ends, anything else runs all branches again."""
    drawing = branches.start().gateway("exclusive", "enter").gateway("exclusive", "g", default="low").end("done")
    drawing.gateway(kind, "split", default="split_b" if kind == "inclusive" else None).gateway(kind, "join").user(
        "c"
    )
    drawing.chain("start", "enter", "split").chain("join", "c", "g").flow("g", "done", "outcome == 'approve'")
    return bundle(drawing.flow("g", "enter", id="low"))


def two_reviews(kind: str) -> Bundle:
    drawing = Drawing("p").user("a").user("b").flow("split", "a", "big" if kind == "inclusive" else None)
    return again(drawing.flow("split", "b", id="split_b").flow("a", "join").flow("b", "join"), kind)


@pytest.mark.parametrize("orders", list(product(permutations("ab"), repeat=3)))
def test_in_each_round_a_parallel_join_waits_for_both(orders: tuple[tuple[str, ...], ...]) -> None:
    walk = Walk(two_reviews("parallel"))
    for number, order in enumerate(orders, 1):
        first, second = (f"{node}#{number}" for node in order)
        assert walk.open == sorted([first, second])
        assert walk.decide(first).opened == ()
        assert [task.task_key for task in walk.decide(second).opened] == [f"c#{number}"]
        walk.decide(f"c#{number}", "return")


@pytest.mark.parametrize("big", [True, False])
def test_in_each_round_an_inclusive_join_waits_for_those_that_were_asked(big: bool) -> None:
    walk = Walk(two_reviews("inclusive"), big=big)
    for number in range(1, 4):
        assert walk.open == ([f"a#{number}"] if big else [f"b#{number}"])
        walk.decide(walk.open[0])
        walk.decide(f"c#{number}", "return")


@pytest.mark.parametrize("order", list(permutations("axy")))
def test_an_inclusive_block_in_a_parallel_one_in_a_loop_does_not_wait_for_itself(order: tuple[str, ...]) -> None:
    drawing = Drawing("p").user("a").user("x").user("y").gateway("inclusive", "inner", default="inner_y")
    drawing.gateway("inclusive", "met").flow("split", "a").flow("split", "inner").flow("a", "join")
    drawing.flow("inner", "x", "big").flow("inner", "y", "also").flow("inner", "met", id="inner_y")
    drawing.flow("x", "met").flow("y", "met").flow("met", "join")
    walk = Walk(again(drawing, "parallel"), big=True, also=True)
    for number in range(1, 4):
        for node in order:
            assert f"c#{number}" not in walk.open
            walk.decide(f"{node}#{number}")
        walk.decide(f"c#{number}", "return")


def test_a_side_way_that_is_still_open_does_not_hold_the_join() -> None:
    drawing = (
        Drawing("p").user("a").user("b").user("late").timer("t", on="a", interrupting=False).end("aside", name="")
    )
    drawing.flow("split", "a").flow("split", "b").flow("a", "join").flow("b", "join").chain("t", "late", "aside")
    walk = Walk(again(drawing, "parallel"))
    walk.fire("t#1")
    walk.decide("a#1")
    assert [task.task_key for task in walk.decide("b#1").opened] == ["c#1"]
    assert walk.open == ["c#1", "late#1"]


def test_a_branch_that_was_interrupted_arrives_by_its_timer() -> None:
    drawing = Drawing("p").user("a").user("b").user("late").gateway("exclusive", "m").timer("t", on="a")
    drawing.flow("split", "a").flow("split", "b").chain("a", "m", "join").chain("t", "late", "m").flow("b", "join")
    walk = Walk(again(drawing, "parallel"))
    for number in range(1, 4):
        walk.decide(f"b#{number}")
        walk.fire(f"t#{number}")
        assert walk.open == [f"late#{number}"]
        walk.decide(f"late#{number}")
        walk.decide(f"c#{number}", "return")
