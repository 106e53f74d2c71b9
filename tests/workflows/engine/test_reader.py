"""What bpmn-js saves is understood: pools, colours, notes and groups do not disturb."""

from pathlib import Path

from tests.workflows.engine.walking import Walk
from workflows.engine import Bundle, Countersign, OpenTimer, check_bundle, compile_bundle

SAVED = Bundle("Process_1", {"saved.bpmn": (Path(__file__).parent / "saved_by_bpmn_js.bpmn").read_bytes()})


def test_a_diagram_saved_by_bpmn_js_is_accepted() -> None:
    assert check_bundle(SAVED) == []


def test_its_properties_are_read() -> None:
    tasks = compile_bundle(SAVED).user_tasks
    assert (tasks["Activity_1"].lane, tasks["Activity_1"].level, tasks["Activity_1"].due) == ("hr", "city", "P5D")
    assert isinstance(tasks["Activity_1"].countersign, Countersign)
    assert tasks["Activity_3"].lane == "hr"


def test_it_runs_and_the_quotes_around_a_duration_are_gone() -> None:
    walk = Walk(SAVED)
    step = walk.decide("Activity_1#1")
    assert step.timers_opened == (OpenTimer("Event_t#1", "Event_t", "Activity_2#1", "P5D", True),)
    assert walk.decide("Activity_2/Activity_3#1").ended == "Event_2"
