"""What one event does to an instance: opens, closes, timers, ends, and when it is refused."""

import pytest

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.walking import Walk, unchecked
from workflows.engine import (
    ClosedTask,
    EndsDisagree,
    Event,
    EventOutOfPlace,
    OpenTask,
    OpenTimer,
    OutcomeNotOffered,
    PathTooLong,
    StateNotUnderstood,
    StuckWorkflow,
    UnknownTask,
    UnknownTimer,
    advance,
    complete,
    fire,
    fold,
    start,
)


def review() -> Drawing:
    """Review; approve ends, anything else goes to revise and back."""
    drawing = Drawing("p").start().user("review").gateway("exclusive", "g", default="back").user("revise")
    drawing.end("approved").chain("start", "review", "g")
    drawing.flow("g", "approved", "outcome == 'approve'").flow("g", "revise", id="back").flow("revise", "review")
    return drawing


def parallel() -> Drawing:
    drawing = Drawing("p").start().gateway("parallel", "split").user("a").user("b").gateway("parallel", "join")
    drawing.user("c").end("done").chain("start", "split", "a", "join", "c", "done").chain("split", "b", "join")
    return drawing


def timed(interrupting: bool, host: str = "a") -> Drawing:
    drawing = Drawing("p").start().user("a").user("late")
    drawing.timer("t", on=host, interrupting=interrupting).end("done")
    drawing.chain("start", "a", "done").chain("t", "late")
    if interrupting:
        return drawing.end("overdue").flow("late", "overdue")
    return drawing.end("aside", name="").flow("late", "aside")


def test_starting_opens_the_first_task() -> None:
    walk = Walk(bundle(review()))
    assert walk.last.opened == (OpenTask("review#1", "review"),)
    assert walk.last.closed == ()
    assert walk.last.ended is None


def test_a_decision_closes_its_task_and_opens_the_next() -> None:
    walk = Walk(bundle(review()))
    step = walk.decide("review#1", "return")
    assert step.closed == (ClosedTask("review#1", "completed"),)
    assert step.opened == (OpenTask("revise#1", "revise"),)


def test_a_step_that_opens_again_has_the_next_occurrence_in_its_key() -> None:
    walk = Walk(bundle(review()))
    walk.decide("review#1", "return")
    assert walk.decide("revise#1").opened == (OpenTask("review#2", "review"),)


def test_an_instance_ends_at_a_named_end() -> None:
    walk = Walk(bundle(review()))
    step = walk.decide("review#1")
    assert step.ended == "approved"
    assert walk.open == []


def test_parallel_branches_are_open_together_and_meet_in_the_join() -> None:
    walk = Walk(bundle(parallel()))
    assert walk.open == ["a#1", "b#1"]
    assert walk.decide("b#1").opened == ()
    assert walk.decide("a#1").opened == (OpenTask("c#1", "c"),)
    assert walk.decide("c#1").ended == "done"


def test_an_inclusive_gateway_opens_every_branch_that_holds_and_the_default_when_none_does() -> None:
    drawing = Drawing("p").start().gateway("inclusive", "split", default="other").user("a").user("b").user("c")
    drawing.gateway("inclusive", "join").end("done").chain("start", "split")
    drawing.flow("split", "a", "hours > 10").flow("split", "b", "big").flow("split", "c", id="other")
    drawing.chain("a", "join", "done").flow("b", "join").flow("c", "join")
    assert Walk(bundle(drawing), hours=11, big=True).open == ["a#1", "b#1"]
    assert Walk(bundle(drawing), hours=1, big=True).open == ["b#1"]
    walk = Walk(bundle(drawing), hours=1, big=False)
    assert walk.open == ["c#1"]
    assert walk.decide("c#1").ended == "done"


def test_tasks_in_a_subprocess_carry_its_path_in_their_key() -> None:
    inner = Drawing("sub").start("s").user("review").end("e").chain("s", "review", "e")
    walk = Walk(bundle(Drawing("p").start().sub(inner).end("done").chain("start", "sub", "done")))
    assert walk.last.opened == (OpenTask("sub/review#1", "review"),)
    assert walk.decide("sub/review#1").ended == "done"


def test_a_process_called_twice_runs_apart() -> None:
    called = Drawing("checks").start("s").user("check").end("e").chain("s", "check", "e")
    main = Drawing("p").start().gateway("parallel", "split").call("one", "checks").call("two", "checks")
    main.gateway("parallel", "join").end("done").chain("start", "split", "one", "join", "done")
    main.chain("split", "two", "join")
    walk = Walk(bundle(main, called))
    assert walk.open == ["one/check#1", "two/check#1"]
    walk.decide("two/check#1")
    assert walk.open == ["one/check#1"]
    assert walk.decide("one/check#1").ended == "done"


def test_a_timer_opens_with_its_task_and_closes_with_it() -> None:
    walk = Walk(bundle(timed(interrupting=True)))
    assert walk.last.timers_opened == (OpenTimer("t#1", "t", "a#1", "P5D", True),)
    step = walk.decide("a#1")
    assert step.timers_closed == ("t#1",)
    assert step.ended == "done"


def test_an_interrupting_timer_cancels_its_task() -> None:
    walk = Walk(bundle(timed(interrupting=True)))
    step = walk.fire("t#1")
    assert step.closed == (ClosedTask("a#1", "cancelled"),)
    assert step.opened == (OpenTask("late#1", "late"),)
    assert step.timers_closed == ("t#1",)
    assert walk.decide("late#1").ended == "overdue"


def test_a_timer_that_does_not_interrupt_leaves_its_task_open() -> None:
    walk = Walk(bundle(timed(interrupting=False)))
    step = walk.fire("t#1")
    assert step.closed == ()
    assert walk.open == ["a#1", "late#1"]
    walk.decide("a#1")
    assert walk.decide("late#1").ended == "done"


def test_a_timer_on_a_subprocess_cancels_what_is_open_inside() -> None:
    inner = Drawing("sub").start("s").user("deep").end("e").chain("s", "deep", "e")
    drawing = Drawing("p").start().sub(inner).timer("t", on="sub").end("done").end("overdue")
    walk = Walk(bundle(drawing.chain("start", "sub", "done").flow("t", "overdue")))
    assert walk.last.timers_opened == (OpenTimer("t#1", "t", "sub#1", "P5D", True),)
    step = walk.fire("t#1")
    assert step.closed == (ClosedTask("sub/deep#1", "cancelled"),)
    assert step.ended == "overdue"


def test_a_countersigned_task_is_one_plain_task() -> None:
    marker = '<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>'
    drawing = Drawing("p").start().user("sign", inner=marker, countersign="60%").end("done")
    walk = Walk(bundle(drawing.chain("start", "sign", "done")))
    assert walk.open == ["sign#1"]
    assert walk.decide("sign#1").ended == "done"


def test_an_engine_step_starts_only_once_and_only_from_nothing() -> None:
    walk = Walk(bundle(review()))
    nothing = walk.definition.project({})
    with pytest.raises(EventOutOfPlace):
        advance(walk.definition, walk.last.state, Event.started(nothing))
    with pytest.raises(EventOutOfPlace):
        advance(walk.definition, None, Event.completed("review#1", "approve", nothing))


def test_a_task_that_is_not_open_cannot_be_decided() -> None:
    walk = Walk(bundle(review()))
    walk.decide("review#1", "return")
    for key in ("review#1", "review#2", "elsewhere#1", "", "g#1", "revise"):
        with pytest.raises(UnknownTask) as error:
            walk.decide(key)
        assert error.value.task_key == key


def test_an_outcome_that_is_not_offered_is_refused_with_those_that_are() -> None:
    walk = Walk(bundle(review()))
    with pytest.raises(OutcomeNotOffered, match="approve、return、reject"):
        walk.decide("review#1", "maybe")


def test_a_timer_that_is_not_waiting_cannot_fire() -> None:
    walk = Walk(bundle(timed(interrupting=True)))
    walk.decide("a#1")
    with pytest.raises(UnknownTimer):
        walk.fire("t#1")


def test_a_task_is_not_a_timer_nor_a_timer_a_task() -> None:
    walk = Walk(bundle(timed(interrupting=True)))
    with pytest.raises(UnknownTask):
        walk.decide("t#1")
    with pytest.raises(UnknownTimer):
        walk.fire("a#1")


def test_a_path_has_at_most_200_events() -> None:
    walk = Walk(bundle(review()))
    for number in range(1, 100):
        walk.decide(f"review#{number}", "return")
        walk.decide(f"revise#{number}")
    walk.decide("review#100", "return")
    assert len(walk.events) == 200
    with pytest.raises(PathTooLong, match="200"):
        walk.decide("revise#100")


def test_a_join_whose_branch_never_comes_is_stuck_and_says_so() -> None:
    drawing = Drawing("p").start().user("a").gateway("exclusive", "g", default="low").user("b").user("c")
    drawing.gateway("parallel", "join").end("done").chain("start", "a", "g").flow("g", "b", "outcome == 'approve'")
    drawing.flow("g", "c", id="low").chain("b", "join", "done").flow("c", "join")
    walk = Walk(unchecked(bundle(drawing)))
    walk.decide("a#1")
    with pytest.raises(StuckWorkflow, match="没有打开的任务"):
        walk.decide("b#1")


def test_completing_without_a_named_end_is_an_error() -> None:
    drawing = Drawing("p").start().user("a").end("quiet", name="").chain("start", "a", "quiet")
    walk = Walk(unchecked(bundle(drawing)))
    with pytest.raises(StuckWorkflow, match="命名的结束"):
        walk.decide("a#1")


def test_two_ends_at_once_have_no_result() -> None:
    drawing = Drawing("p").start().gateway("parallel", "split").user("a").user("b").end("yes").end("no")
    walk = Walk(unchecked(bundle(drawing.chain("start", "split", "a", "yes").chain("split", "b", "no"))))
    walk.decide("a#1")
    with pytest.raises(EndsDisagree, match="no、yes"):
        walk.decide("b#1")


def test_starting_completing_and_firing_are_names_for_advance() -> None:
    walk = Walk(bundle(timed(interrupting=True)))
    definition, nothing = walk.definition, walk.definition.project({})
    first = start(definition, nothing)
    assert first == walk.last
    assert complete(definition, first.state, "a#1", "approve", nothing).ended == "done"
    assert fire(definition, first.state, "t#1", nothing).opened == (OpenTask("late#1", "late"),)


def test_a_path_is_a_fold_over_its_events() -> None:
    walk = Walk(bundle(review()))
    walk.decide("review#1", "return")
    walk.decide("revise#1")
    walk.decide("review#2")
    assert fold(walk.definition, walk.events) == walk.steps


def test_a_state_of_another_version_is_not_understood() -> None:
    walk, other = Walk(bundle(review())), Walk(bundle(parallel()))
    with pytest.raises(StateNotUnderstood, match="另一个流程版本"):
        complete(other.definition, walk.last.state, "review#1", "approve", other.definition.project({}))


@pytest.mark.parametrize("state", [b"", b"{}", b"[]", b"nonsense", b"\xff", b"[1,2,3,4,5,6,7]"])
def test_broken_bytes_are_not_understood(state: bytes) -> None:
    walk = Walk(bundle(review()))
    with pytest.raises(StateNotUnderstood):
        complete(walk.definition, state, "review#1", "approve", walk.definition.project({}))
