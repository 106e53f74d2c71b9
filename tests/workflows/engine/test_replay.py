"""Replaying paths on other definitions: the cases in which engines strand what is in flight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.generating import Artist, Block, blocks
from tests.workflows.engine.test_properties import OUTCOMES, variables
from tests.workflows.engine.walking import Walk
from workflows.engine import (
    Definition,
    Replayer,
    Standing,
    carries,
    carry,
    compile_bundle,
    place_of,
    reach,
    replay,
    replay_finished,
)


def chain(*steps: str) -> Definition:
    """User tasks one after another."""
    drawing = Drawing("main").start("begin").end("done")
    for step in steps:
        drawing.user(step)
    return compile_bundle(bundle(drawing.chain("begin", *steps, "done")))


def looping(*steps: str) -> Definition:
    """The same; the last step may return to a revision, from which it goes through all of them again."""
    drawing = Drawing("main").start("begin").end("done").user("revise").gateway("exclusive", "opinion", "back")
    for step in steps:
        drawing.user(step)
    drawing.chain("begin", *steps, "opinion").flow("opinion", "done", "outcome == 'approve'")
    return compile_bundle(bundle(drawing.flow("opinion", "revise", id="back").chain("revise", steps[0])))


def forked(left: tuple[str, ...], right: tuple[str, ...]) -> Definition:
    """Two parallel branches, then a last step."""
    drawing = Drawing("main").start("begin").end("done").user("last")
    drawing.gateway("parallel", "fork").gateway("parallel", "join")
    for step in (*left, *right):
        drawing.user(step)
    drawing.chain("begin", "fork", *left, "join", "last", "done").chain("fork", *right, "join")
    return compile_bundle(bundle(drawing))


def path(definition: Definition, *decisions: str) -> Walk:
    """An instance on which these were decided: ``step`` or ``step:outcome``."""
    walk = Walk(definition)
    for decision in decisions:
        step, _, outcome = decision.partition(":")
        key = next(key for key in walk.open if place_of(key) == step)
        walk.decide(key, outcome or "approve")
    return walk


def standing_of(walk: Walk) -> list[str]:
    return [place_of(key) for key in walk.open]


CASES = {
    "nothing that it met has changed": (
        ("a", "b", "c"), ("a",), ("a", "b", "c", "d"), Standing.SAME, ["b#1"], (), ["b#1"], (),
    ),
    "a step inserted right after a finished one": (
        ("a", "b"), ("a",), ("a", "x", "b"), Standing.INSERTED, ["x#1"], (), ["b#1"], ("x",),
    ),
    "a step inserted before several decided ones": (
        ("a", "b", "c"), ("a", "b"), ("a", "x", "b", "c"), Standing.INSERTED, ["x#1"], ("b",), ["c#1"], ("x",),
    ),
    "two steps inserted": (
        ("a", "b"), ("a",), ("x", "a", "y", "b"), Standing.INSERTED, ["x#1"], ("a",), ["b#1"], ("x", "y"),
    ),
    "a finished step removed": (
        ("a", "b", "c"), ("a", "b"), ("a", "c"), Standing.SAME, ["c#1"], ("b",), ["c#1"], (),
    ),
    "the open step removed": (("a", "b", "c"), ("a",), ("a", "c"), Standing.GONE, ["c#1"], (), ["c#1"], ()),
    "the last step removed while it is open": (("a", "b"), ("a",), ("a",), Standing.ENDED, [], (), [], ()),
    "the steps in another order": (
        ("a", "b", "c"), ("a", "b"), ("b", "a", "c"), Standing.SAME, ["c#1"], (), ["c#1"], (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_path_stands_on_the_other_definition(case: str) -> None:
    old, decided, new, verdict, open_keys, missed, open_skipped, passed = CASES[case]
    walk = path(chain(*old), *decided)
    replayer = Replayer(chain(*new))
    strict = replay(replayer, walk.events, standing_of(walk))
    assert (strict.standing, sorted(strict.spot.open.values()), strict.missed) == (verdict, open_keys, missed)
    skipped = replay(replayer, walk.events, standing_of(walk), skip=True)
    assert (sorted(skipped.spot.open.values()), skipped.passed) == (open_skipped, passed)


def test_occurrences_in_loops_are_counted_anew() -> None:
    walk = path(looping("a", "b"), "a", "b:return", "revise", "a")
    strict = replay(Replayer(looping("a", "x", "b")), walk.events, ["b"])
    assert (strict.standing, list(strict.spot.open.values())) == (Standing.INSERTED, ["x#1"])
    skipped = replay(Replayer(looping("a", "x", "b")), walk.events, ["b"], skip=True)
    assert (skipped.standing, list(skipped.spot.open.values())) == (Standing.SAME, ["b#2"])
    assert skipped.passed == ("x", "x")
    assert replay(Replayer(looping("a", "b", "c")), path(looping("a", "b"), "a").events, ["b"]).standing == "same"


def test_parallel_branches_are_told_apart() -> None:
    walk = path(forked(("a", "b"), ("c",)), "a")
    inserted = Replayer(forked(("a", "x", "b"), ("c",)))
    strict = replay(inserted, walk.events, ["b", "c"])
    assert (strict.standing, set(strict.spot.open)) == (Standing.INSERTED, {"x", "c"})
    skipped = replay(inserted, walk.events, ["b", "c"], skip=True)
    assert (skipped.standing, skipped.passed) == (Standing.SAME, ("x",))
    more = replay(Replayer(forked(("a", "b"), ("c", "d"))), walk.events, ["b", "c"])
    assert more.standing is Standing.SAME


def test_an_outcome_that_is_not_offered_any_more_is_decided_again() -> None:
    walk = path(chain("a", "b"), "a:return")
    drawing = Drawing("main").start("begin").end("done").user("a", outcomes="approve,reject").user("b")
    strict = replay(Replayer(compile_bundle(bundle(drawing.chain("begin", "a", "b", "done")))), walk.events, ["b"])
    assert (strict.standing, list(strict.spot.open), strict.missed) == (Standing.INSERTED, ["a"], ("a",))


def test_a_step_of_the_new_definition_is_reached_from_one_that_is_gone() -> None:
    walk = path(chain("a", "b", "c"), "a")
    replayer = Replayer(chain("a", "x", "y", "c"))
    assert {target: reach(replayer, walk.events, ["b"], target) is not None for target in replayer.places} == {
        "a": True, "x": True, "y": True, "c": True,
    }  # fmt: skip
    there = reach(replayer, walk.events, ["b"], "y")
    assert (list(there.spot.open), there.passed, there.missed) == (["y"], ("x",), ())
    back = reach(replayer, walk.events, ["b"], "a")
    assert (list(back.spot.open), back.passed, back.missed) == (["a"], (), ("a",))


def test_a_finished_path_says_what_it_would_pass_as_well_and_what_no_longer() -> None:
    walk = path(chain("a", "b"), "a", "b")
    assert replay_finished(Replayer(chain("a", "b")), walk.events, "done").standing is Standing.SAME
    more = replay_finished(Replayer(chain("a", "x", "b", "y")), walk.events, "done")
    assert (more.standing, more.passed) == (Standing.INSERTED, ("x", "y"))
    less = replay_finished(Replayer(chain("a")), walk.events, "done")
    assert (less.standing, less.missed) == (Standing.GONE, ("b",))
    other = replay_finished(Replayer(chain("a", "x")), walk.events, "nowhere")
    assert other.standing is Standing.ENDED


def test_projections_are_carried_where_the_new_conditions_ask_no_more() -> None:
    def split(condition: str) -> Definition:
        drawing = Drawing("main").start("begin").end("done").user("a").gateway("exclusive", "if", "no").user("b")
        drawing.gateway("exclusive", "merge").chain("begin", "if").flow("if", "a", condition)
        drawing.flow("if", "b", id="no").chain("a", "merge").chain("b", "merge").chain("merge", "done")
        return compile_bundle(bundle(drawing))

    both, one, other = split("hours > 5 and first"), split("first"), split("hours > 6")
    assert (carries(both, one), carries(one, both), carries(both, other)) == (True, False, False)
    assert carry(one, both.project({"hours": 6, "first": True})) == one.project({"first": True})


@settings(max_examples=60)
@given(block=blocks(), values=variables, data=st.data())
def test_on_its_own_definition_every_path_stands_where_it_is(
    block: Block, values: dict, data: st.DataObject
) -> None:
    definition = compile_bundle(Artist().bundle(block))
    walk = Walk(definition, **values)
    while walk.last.ended is None and len(walk.events) < 10:
        walk.decide(data.draw(st.sampled_from(walk.open)), data.draw(st.sampled_from(OUTCOMES)))
    replayer = Replayer(definition)
    if walk.last.ended:
        assert replay_finished(replayer, walk.events, walk.last.ended).standing is Standing.SAME
    else:
        found = replay(replayer, walk.events, standing_of(walk))
        assert (found.standing, found.events) == (Standing.SAME, tuple(walk.events))


@settings(max_examples=60)
@given(old=blocks(), new=blocks(), values=variables, data=st.data())
def test_a_replay_is_a_path_of_the_new_definition(
    old: Block, new: Block, values: dict, data: st.DataObject
) -> None:
    """For any pair of diagrams: what the replay says is what folding its events gives, and it can be ended."""
    walk = Walk(compile_bundle(Artist().bundle(old)), **values)
    while walk.last.ended is None and len(walk.events) < 8:
        walk.decide(data.draw(st.sampled_from(walk.open)), data.draw(st.sampled_from(OUTCOMES)))
    target = compile_bundle(Artist().bundle(new))
    now = target.project(values)
    events = [type(one)(one.kind, one.subject, one.outcome, now) for one in walk.events]
    replayer = Replayer(target)
    for skip in (False, True):
        found = replay(replayer, events, standing_of(walk), skip=skip)
        again = Walk(target, **values)
        for event in found.events[1:]:
            again.decide(event.subject, event.outcome)
        assert again.last.digest == found.spot.step.digest
        assert len(found.events) + len(found.missed) <= len(events) + len(found.passed)
        while again.last.ended is None and len(again.events) < 60:
            again.decide(again.open[0], "approve")
        assert again.last.ended is not None
