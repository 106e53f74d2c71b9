"""What a user task tells the services: who, how high up, which outcomes, how long, how many."""

from decimal import Decimal

import pytest

from tests.workflows.engine.drawing import Drawing, bundle, extension
from tests.workflows.engine.walking import codes
from workflows.engine import Bundle, Countersign, UserTask, compile_bundle

ONE_BY_ONE = '<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>'
AT_ONCE = "<bpmn:multiInstanceLoopCharacteristics/>"


def only_task(drawing: Drawing) -> UserTask:
    return compile_bundle(bundle(drawing.end("e").chain("start", "a", "e"))).user_tasks["a"]


def test_a_task_says_nothing_but_its_lane_and_gets_the_defaults() -> None:
    task = only_task(Drawing("p").start().user("a", name="审核"))
    assert task == UserTask(
        "a", "审核", "hr", "peer", ("approve", "return", "reject"), None, None, None, "hold", False, {}
    )


def test_a_task_says_everything() -> None:
    drawn = Drawing("p").start()
    drawn.user(
        "a", outcomes="resubmit, cancel", permission="score_declare", due="P5D", if_nobody="skip", form="grade"
    )
    task = only_task(drawn)
    assert task.outcomes == ("resubmit", "cancel")
    assert (task.permission, task.due, task.if_nobody) == ("score_declare", "P5D", "skip")
    assert task.properties["form"] == "grade"


@pytest.mark.parametrize(
    ("marker", "rule", "expected"),
    [
        (AT_ONCE, None, Countersign("all", Decimal(1), False)),
        (ONE_BY_ONE, "any", Countersign("any", Decimal(0), True)),
        (AT_ONCE, "60%", Countersign("60%", Decimal("0.6"), False)),
        (AT_ONCE, "100%", Countersign("100%", Decimal(1), False)),
    ],
)
def test_a_countersigned_task_says_how_it_is_decided(marker: str, rule: str | None, expected: Countersign) -> None:
    properties = {"countersign": rule} if rule else {}
    assert only_task(Drawing("p").start().user("a", inner=marker, **properties)).countersign == expected


@pytest.mark.parametrize("rule", ["0%", "101%", "1.5%", "most", "60"])
def test_a_countersign_rule_that_makes_no_sense_is_refused(rule: str) -> None:
    drawing = Drawing("p").start().user("a", inner=AT_ONCE, countersign=rule).end("e").chain("start", "a", "e")
    assert codes(bundle(drawing)) == {"property_wrong"}


@pytest.mark.parametrize("due", ["P5D", "PT12H", "P1Y2M3DT4H5M6S", "P2W"])
def test_a_duration_is_iso_8601(due: str) -> None:
    assert only_task(Drawing("p").start().user("a", due=due)).due == due


@pytest.mark.parametrize("due", ["", "P", "PT", "P5", "5D", "P0D", "P-5D", "P5DT", "P1.5D", "p5d", "P5D\n"])
def test_a_duration_that_is_not_is_refused(due: str) -> None:
    drawing = Drawing("p").start().user("a", due=due).end("e").chain("start", "a", "e")
    assert codes(bundle(drawing)) == ({"property_wrong"} if due.strip() != "P5D" else set())


def test_a_lane_may_name_its_party_and_level_in_properties() -> None:
    drawing = Drawing("p").start().user("a", lane="Lane_0abc").end("e").chain("start", "a", "e")
    properties = extension({"party": "hr", "level": "city"})
    xml = drawing.xml().replace(b'<bpmn:lane id="Lane_0abc">', b'<bpmn:lane id="Lane_0abc">' + properties.encode())
    task = compile_bundle(Bundle("p", {"p.bpmn": xml})).user_tasks["a"]
    assert (task.lane, task.level) == ("hr", "city")


def test_what_a_subprocess_holds_is_in_the_lane_of_the_subprocess() -> None:
    deepest = Drawing("deepest").start("s2").user("c", lane=None).end("e2").chain("s2", "c", "e2")
    inner = Drawing("sub").start("s").user("b", lane=None).end("e").chain("s", "b", "deepest", "e").sub(deepest)
    tasks = compile_bundle(bundle(Drawing("p").start().sub(inner).end("x").chain("start", "sub", "x"))).user_tasks
    assert tasks["b"].lane == tasks["c"].lane == "hr"


def test_tasks_of_called_processes_are_among_the_definitions_tasks() -> None:
    called = Drawing("q").start("s").user("b", lane="employer").end("e").chain("s", "b", "e")
    main = Drawing("p").start().user("a").call("c", "q").end("x").chain("start", "a", "c", "x")
    tasks = compile_bundle(bundle(main, called)).user_tasks
    assert {task.node_id: task.lane for task in tasks.values()} == {"a": "hr", "b": "employer"}


@pytest.mark.parametrize("remind", ["-P2D", "P1D", "-PT4H"])
def test_a_reminder_is_before_or_after_the_limit(remind: str) -> None:
    task = only_task(Drawing("p").start().user("a", due="P5D", remind=remind, escalate="true"))
    assert (task.properties["remind"], task.properties["escalate"]) == (remind, "true")


@pytest.mark.parametrize(
    "properties",
    [{"due": "P5D", "remind": "2"}, {"due": "P5D", "escalate": "yes"}, {"remind": "-P2D"}, {"escalate": "true"}],
)
def test_a_reminder_or_escalation_without_a_limit_or_sense_is_refused(properties: dict[str, str]) -> None:
    drawing = Drawing("p").start().user("a", **properties).end("e").chain("start", "a", "e")
    assert codes(bundle(drawing)) == {"property_wrong"}
