"""The promise of the whole design: our remembered, saved and restored steps go where SpiffWorkflow goes."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.engine.generating import VARIABLES, Artist, Block, blocks
from tests.workflows.engine.straight import Straight
from tests.workflows.engine.walking import Walk
from workflows.engine import Event, Memo, OpenTimer, Step, check_bundle, compile_bundle, fold, open_tasks

OUTCOMES = ("approve", "return", "reject")
MAX_EVENTS = 14

variables = st.fixed_dictionaries({"hours": st.integers(0, 12), **{name: st.booleans() for name in VARIABLES}})


@given(block=blocks())
def test_every_generated_diagram_passes_the_checker(block: Block) -> None:
    assert check_bundle(Artist().bundle(block), known_variables={*VARIABLES, "hours"}) == []


def loops_a_fork(block: Block, within: bool = False) -> bool:
    """Whether branches are run again in a loop: there SpiffWorkflow alone is wrong (see test_joins)."""
    kind, *inner = block
    if kind in ("parallel", "inclusive") and within:
        return True
    nested = [part for parts in inner for part in (parts if isinstance(parts, list) else [parts])]
    return any(loops_a_fork(part, within or kind == "again") for part in nested if isinstance(part, tuple))


@given(block=blocks().filter(lambda block: not loops_a_fork(block)), values=variables, data=st.data())
def test_remembered_steps_go_where_spiffworkflow_goes_alone(
    block: Block, values: dict[str, Any], data: st.DataObject
) -> None:
    bundle = Artist().bundle(block)
    definition = compile_bundle(bundle)
    straight = Straight(bundle, values)
    projection = definition.project(values)
    memo, states = Memo(3), dict[str, bytes]()
    events: list[Event] = []
    timers: dict[str, OpenTimer] = {}

    def take(digest: str | None, event: Event) -> Step:
        events.append(Event.from_key(event.key))
        step = memo.advance(definition, digest, event, lambda: states[digest or ""])
        again = memo.advance(definition, digest, event, lambda: states[digest or ""])
        assert again is step
        states[step.digest] = step.state
        for key in step.timers_closed:
            del timers[key]
        timers.update({timer.timer_key: timer for timer in step.timers_opened})
        return step

    step = take(None, Event.started(projection))
    while True:
        tasks = [task.task_key for task in open_tasks(definition, step.state)]
        assert Counter(place(key) for key in tasks) == straight.open()
        assert Counter(place(key) for key in timers) == straight.timers()
        assert (step.ended is not None) == straight.ended()
        if step.ended is not None or len(events) >= MAX_EVENTS:
            break
        key = data.draw(st.sampled_from([*tasks, *timers]))
        if key in timers:
            step = take(step.digest, Event.fired(key, projection))
            straight.fire(place(key))
        else:
            outcome = data.draw(st.sampled_from(OUTCOMES))
            step = take(step.digest, Event.completed(key, outcome, projection))
            straight.decide(place(key), outcome)
    assert fold(definition, events)[-1].digest == step.digest


@given(block=blocks(), values=variables, data=st.data())
def test_no_step_is_ever_open_twice_and_everything_can_be_brought_to_its_end(
    block: Block, values: dict[str, Any], data: st.DataObject
) -> None:
    """Loops around forks included, where SpiffWorkflow alone is no measure."""
    walk = Walk(Artist().bundle(block), **values)
    while walk.last.ended is None:
        places = [place(key) for key in walk.open]
        assert len(places) == len(set(places))
        if len(walk.events) < MAX_EVENTS:
            walk.decide(data.draw(st.sampled_from(walk.open)), data.draw(st.sampled_from(OUTCOMES)))
        else:
            walk.decide(walk.open[0], "approve")


def place(key: str) -> str:
    return key.rpartition("#")[0]
