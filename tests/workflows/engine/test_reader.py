"""What bpmn-js saves is understood: pools, colours, notes and groups do not disturb."""

from pathlib import Path

from tests.workflows.engine.drawing import Drawing
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


def test_conditions_are_asked_in_the_order_of_the_file_wherever_the_shapes_are_drawn() -> None:
    drawing = (
        Drawing("p").start().user("a").gateway("exclusive", "g", default="low").end("one").end("two").end("low_end")
    )
    drawing.chain("start", "a", "g").flow("g", "one", "first").flow("g", "two", "second").flow(
        "g", "low_end", id="low"
    )
    shapes = "".join(
        f'<di:BPMNShape bpmnElement="{end}"><dc:Bounds x="0" y="{y}" width="9" height="9"/></di:BPMNShape>'
        for end, y in (("one", 900), ("two", 1))
    )
    spaces = (
        b'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    )
    xml = drawing.xml().replace(b"<bpmn:definitions ", b"<bpmn:definitions " + spaces)
    drawn = f'<di:BPMNDiagram id="d"><di:BPMNPlane bpmnElement="p">{shapes}</di:BPMNPlane></di:BPMNDiagram>'
    xml = xml.replace(b"</bpmn:definitions>", drawn.encode() + b"</bpmn:definitions>")
    assert Walk(Bundle("p", {"p.bpmn": xml}), first=True, second=True).decide("a#1").ended == "one"
