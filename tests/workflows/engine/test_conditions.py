"""What a condition may read, how it is split, and what the engine is told."""

from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.engine.drawing import Drawing, bundle, table
from tests.workflows.engine.walking import Walk, codes
from workflows.engine import (
    Bundle,
    Definition,
    Event,
    EventNotUnderstood,
    NoSingleRule,
    Projection,
    ProjectionMismatch,
    ValueNotComparable,
    VariableMissing,
    advance,
    compile_bundle,
)


def choice(condition: str) -> Bundle:
    """A task, then yes when the condition holds, else no."""
    drawing = Drawing("p").start().user("a").gateway("exclusive", "g", default="low").end("yes").end("no")
    return bundle(drawing.chain("start", "a", "g").flow("g", "yes", condition).flow("g", "no", id="low"))


def graded(condition: str, rows: list[list[str]], policy: str = "FIRST") -> Bundle:
    """A decision table over kind and hours, then yes when the condition holds, else no."""
    drawing = Drawing("p").start().user("a").rule("r", "grading").gateway("exclusive", "g", default="low")
    drawing.end("yes").end("no").chain("start", "a", "r", "g")
    drawing.flow("g", "yes", condition).flow("g", "no", id="low")
    grading = table("grading", ["kind", "hours"], ["grade", "points"], rows, policy)
    return bundle(drawing, tables={"grading.dmn": grading})


def holds(condition: str, **variables: Any) -> bool:
    return Walk(choice(condition), **variables).decide("a#1").ended == "yes"


@pytest.mark.parametrize(
    ("condition", "variables", "expected"),
    [
        ("hours > 10", {"hours": 11}, True),
        ("hours > 10", {"hours": 10}, False),
        ("hours >= 7.5", {"hours": Decimal("7.5")}, True),
        ("hours + 0.1 == 0.3", {"hours": Decimal("0.2")}, True),
        ("0 < hours <= 90", {"hours": 90}, True),
        ("kind == 'public' and hours * 2 > 100", {"kind": "public", "hours": 51}, True),
        ("kind in ['public', 'special']", {"kind": "other"}, False),
        ("kind not in ('public', 'special')", {"kind": "other"}, True),
        ("not urgent", {"urgent": False}, True),
        ("urgent == true", {"urgent": True}, True),
        ("urgent or hours > 5", {"urgent": False, "hours": 6}, True),
        ("outcome == 'approve' and urgent", {"urgent": True}, True),
        ("'approve' == outcome", {}, True),
        ("outcome != 'return'", {}, True),
        ("outcome_of('a') in ['reject', 'return']", {}, False),
        ("starts_with(region, '4401')", {"region": "440106"}, True),
        ("max(hours, 3) - min(hours, 3) == abs(-2)", {"hours": 5}, True),
        ("hours / 3 > 3", {"hours": 10}, True),
        ("hours > -1", {"hours": 0}, True),
        ("name == '王'", {"name": "王"}, True),
    ],
)
def test_a_condition_reads_as_it_is_written(condition: str, variables: dict[str, Any], expected: bool) -> None:
    assert holds(condition, **variables) is expected


def test_the_engine_sees_truths_and_not_values() -> None:
    definition = compile_bundle(choice("hours > 10 and outcome == 'approve' and kind == 'public'"))
    projection = definition.project({"hours": 4321, "kind": "public", "unread": "secret"})
    assert definition.variables == {"hours", "kind"}
    assert definition.atoms == ("hours > 10", "kind == 'public'")
    assert projection == Projection((("hours > 10", True), ("kind == 'public'", True)))
    assert "4321" not in Event.started(projection).key
    assert projection == definition.project({"hours": 99, "kind": "public"})


def test_projections_and_events_are_hashable_and_survive_their_key() -> None:
    definition = compile_bundle(graded("grade == 'A'", [['"x"', "> 1.5", '"A"', "2.50"]]))
    for kind in ("x", "y"):
        projection = definition.project({"kind": kind, "hours": 2})
        for event in (
            Event.started(projection),
            Event.completed("a#1", "批准", projection),
            Event.fired("t#2", projection),
        ):
            assert Event.from_key(event.key) == event
            assert hash(Event.from_key(event.key)) == hash(event)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "{}",
        "[]",
        "[1,2,3,4,5]",
        '["started","","",[],[]] ',
        '["begun","","",[],[]]',
        '["started","","",[["a",1]],[]]',
    ],
)
def test_a_key_that_is_not_ours_is_not_understood(key: str) -> None:
    with pytest.raises(EventNotUnderstood):
        Event.from_key(key)


@pytest.mark.parametrize("variables", [{}, {"hours": None}])
def test_a_missing_variable_is_named(variables: dict[str, Any]) -> None:
    with pytest.raises(VariableMissing, match="hours"):
        compile_bundle(choice("hours > 10")).project(variables)


@pytest.mark.parametrize(
    ("condition", "variables"),
    [
        ("hours > 10", {"hours": "11"}),
        ("hours == 10", {"hours": "10"}),
        ("urgent == 1", {"urgent": True}),
        ("hours", {"hours": 3}),
        ("hours / rate > 1", {"hours": 3, "rate": 0}),
        ("hours + 1 > 1", {"hours": True}),
        ("hours + 1 > 1", {"hours": "a"}),
        ("starts_with(hours, '1')", {"hours": 1}),
        ("hours * hours * hours > 1", {"hours": Decimal("1E+999999")}),
    ],
)
def test_values_that_do_not_compare_say_which_condition(condition: str, variables: dict[str, Any]) -> None:
    with pytest.raises(ValueNotComparable) as error:
        compile_bundle(choice(condition)).project(variables)
    assert error.value.condition == condition


def test_a_projection_of_another_version_is_refused() -> None:
    one, other = compile_bundle(choice("hours > 10")), compile_bundle(choice("hours > 11"))
    with pytest.raises(ProjectionMismatch):
        advance(one, None, Event.started(other.project({"hours": 1})))


def test_the_same_words_are_one_atom_however_they_are_spaced() -> None:
    assert compile_bundle(choice("hours>10 or (  hours   > 10 )")).atoms == ("hours > 10",)


def test_an_outcome_elsewhere_is_the_nodes_latest_decision() -> None:
    drawing = Drawing("p").start().user("a").user("b").gateway("exclusive", "g", default="low").end("yes").end("no")
    drawing.chain("start", "a", "b", "g").flow("g", "yes", "outcome_of('a') == 'reject'").flow("g", "no", id="low")
    walk = Walk(bundle(drawing))
    walk.decide("a#1", "reject")
    assert walk.decide("b#1", "approve").ended == "yes"


def test_after_a_parallel_join_every_branchs_outcome_can_still_be_read() -> None:
    for order in (("a#1", "b#1"), ("b#1", "a#1")):
        drawing = Drawing("p").start().gateway("parallel", "split").user("a").user("b").gateway("parallel", "join")
        drawing.gateway("exclusive", "g", default="low").end("yes").end("no").chain(
            "start", "split", "a", "join", "g"
        )
        drawing.chain("split", "b", "join").flow(
            "g", "no", "outcome_of('a') == 'return' or outcome_of('b') == 'return'"
        )
        walk = Walk(bundle(drawing.flow("g", "yes", id="low")))
        outcomes = {"a#1": "return", "b#1": "approve"}
        for key in order:
            walk.decide(key, outcomes[key])
        assert walk.last.ended == "no"


def test_an_undecided_node_has_no_outcome() -> None:
    drawing = Drawing("p").start().gateway("exclusive", "g", default="low").user("a").end("yes").end("no")
    drawing.flow("start", "g").flow("g", "yes", "outcome_of('a') == 'approve'").flow("g", "a", id="low").flow(
        "a", "no"
    )
    assert Walk(bundle(drawing)).open == ["a#1"]


def called_review() -> Drawing:
    called = Drawing("checks").start("s").user("check").gateway("exclusive", "cg", default="clow").end("passed")
    called.end("failed").chain("s", "check", "cg").flow("cg", "passed", "outcome == 'approve'")
    return called.flow("cg", "failed", id="clow")


def test_the_outcome_of_a_call_is_the_end_it_came_to() -> None:
    main = Drawing("p").start().call("call", "checks").gateway("exclusive", "g", default="low").end("yes").end("no")
    main.chain("start", "call", "g").flow("g", "yes", "outcome_of('call') == 'passed'").flow("g", "no", id="low")
    for outcome, end in (("approve", "yes"), ("reject", "no")):
        assert Walk(bundle(main, called_review())).decide("call/check#1", outcome).ended == end


def test_inside_a_process_called_twice_an_outcome_is_that_of_the_same_call() -> None:
    called = Drawing("checks").start("s").user("check").user("again").gateway("exclusive", "cg", default="clow")
    called.user("extra").gateway("exclusive", "cm").end("e").chain("s", "check", "again", "cg")
    called.flow("cg", "extra", "outcome_of('check') == 'return'").flow("cg", "cm", id="clow").chain(
        "extra", "cm", "e"
    )
    main = Drawing("p").start().gateway("parallel", "split").call("one", "checks").call("two", "checks")
    main.gateway("parallel", "join").end("done").chain("start", "split", "one", "join", "done").chain(
        "split", "two", "join"
    )
    walk = Walk(bundle(main, called))
    walk.decide("one/check#1", "return")
    walk.decide("two/check#1", "approve")
    walk.decide("two/again#1")
    assert walk.open == ["one/again#1"]
    walk.decide("one/again#1")
    assert walk.open == ["one/extra#1"]


def test_an_outcome_that_could_be_of_two_calls_is_refused() -> None:
    main = Drawing("p").start().call("one", "checks").call("two", "checks")
    main.gateway("exclusive", "g", default="low").end("yes").end("no").chain("start", "one", "two", "g")
    main.flow("g", "yes", "outcome_of('check') == 'approve'").flow("g", "no", id="low")
    assert codes(bundle(main, called_review())) == {"outcome_of_ambiguous"}


ROWS = [['"public"', "> 10", '"A"', "2"], ['"public", "special"', "-", '"B"', "1.5"], ["", "", '"C"', "0"]]


@pytest.mark.parametrize(
    ("kind", "hours", "grade"), [("public", 11, "A"), ("public", 10, "B"), ("special", 99, "B"), ("other", 1, "C")]
)
def test_a_decision_table_gives_the_row_the_item_falls_into(kind: str, hours: int, grade: str) -> None:
    for expected in "ABC":
        walk = Walk(graded(f"grade == '{expected}'", ROWS), kind=kind, hours=hours)
        assert walk.decide("a#1").ended == ("yes" if expected == grade else "no")


def test_a_tables_outputs_are_compared_as_numbers_and_truths_too() -> None:
    assert Walk(graded("points > 1.25", ROWS), kind="special", hours=1).decide("a#1").ended == "yes"


def test_a_table_is_read_when_its_task_runs_and_kept_in_the_state() -> None:
    drawing = Drawing("p").start().rule("r", "grading").user("a").gateway("exclusive", "g", default="low")
    drawing.end("yes").end("no").chain("start", "r", "a", "g").flow("g", "yes", "grade == 'A'").flow(
        "g", "no", id="low"
    )
    grading = table("grading", ["kind"], ["grade"], [['"public"', '"A"'], ["-", '"B"']])
    walk = Walk(bundle(drawing, tables={"g.dmn": grading}), kind="public")
    assert walk.decide("a#1", kind="other").ended == "yes"


def test_no_rule_or_several_unique_ones_stop_the_step() -> None:
    rows = [['"public"', "-", '"A"', "1"], ["-", "> 10", '"B"', "2"]]
    walk = Walk(graded("grade == 'A'", rows, policy="UNIQUE"), kind="other", hours=1)
    with pytest.raises(NoSingleRule, match="grading"):
        walk.decide("a#1")
    walk = Walk(graded("grade == 'A'", rows, policy="UNIQUE"), kind="public", hours=11)
    with pytest.raises(NoSingleRule):
        walk.decide("a#1")
    assert Walk(graded("grade == 'A'", rows, policy="UNIQUE"), kind="public", hours=1).decide("a#1").ended == "yes"


@pytest.mark.parametrize(
    ("rows", "policy", "code"),
    [
        (ROWS, "COLLECT", "hit_policy"),
        ([["__import__('os')", "-", '"A"', "1"]], "FIRST", "expression_not_allowed"),
        ([["-", "-", "eval('1')", "1"]], "FIRST", "unknown_function"),
        ([["-", "-", "hours", "1"]], "FIRST", "table_output"),
        ([["hours", "-", '"A"', "1"]], "FIRST", "expression_not_allowed"),
        ([["1] + [2", "-", '"A"', "1"]], "FIRST", "expression_not_allowed"),
        ([["-", "> outcome", '"A"', "1"]], "FIRST", "outcome_in_table"),
        ([["-", '"A"', "1"]], "FIRST", "table_columns"),
        ([], "FIRST", "table_rules"),
    ],
)
def test_a_table_that_is_not_a_table_is_refused(rows: list[list[str]], policy: str, code: str) -> None:
    assert codes(graded("grade == 'A'", rows, policy)) == {code}


def test_a_table_may_not_hold_code_of_other_kinds() -> None:
    for old, new in (
        (b"<text>kind</text>", b"<text>kind</text><script>1</script>"),
        (b'<inputExpression id="e0"', b'<inputExpression id="e0" expressionLanguage="python"'),
        (b"decisionTable", b"literalExpression"),
    ):
        good = graded("grade == 'A'", ROWS)
        bad = Bundle("p", {**good.files, "grading.dmn": good.files["grading.dmn"].replace(old, new)})
        assert codes(bad) <= {"element_not_allowed", "attribute_not_allowed"}
        assert codes(bad)


@pytest.mark.parametrize("name", ["outcome", "true", "max", "a__b", "", "成绩"])
def test_a_tables_output_may_not_take_a_name_that_means_something_else(name: str) -> None:
    drawing = Drawing("p").start().rule("r", "grading").user("a").end("e").chain("start", "r", "a", "e")
    grading = table("grading", ["kind"], [name], [["-", "1"]])
    assert "table_columns" in codes(bundle(drawing, tables={"g.dmn": grading}))


def test_a_tables_output_may_not_hide_a_variable_of_the_item() -> None:
    assert codes(graded("grade == 'A'", ROWS), known_variables={"kind", "hours", "grade"}) == {"name_taken"}


def test_a_tables_output_may_not_be_mixed_with_the_items_values() -> None:
    assert codes(graded("points > hours", ROWS)) == {"mixed_condition"}


def test_a_tables_output_may_be_read_only_after_its_task_on_every_way() -> None:
    drawing = Drawing("p").start().user("a").gateway("exclusive", "skip", default="s_low").rule("r", "grading")
    drawing.gateway("exclusive", "m").gateway("exclusive", "g", default="low").end("yes").end("no")
    drawing.chain("start", "a", "skip").flow("skip", "r", "outcome == 'approve'").flow("skip", "m", id="s_low")
    drawing.chain("r", "m", "g").flow("g", "yes", "grade == 'A'").flow("g", "no", id="low")
    grading = table("grading", ["kind"], ["grade"], [["-", '"A"']])
    assert codes(bundle(drawing, tables={"g.dmn": grading})) == {"table_not_decided"}


def test_a_rule_task_inside_a_subprocess_counts_for_what_follows_it() -> None:
    inner = Drawing("sub").start("s").rule("r", "grading").end("e").chain("s", "r", "e")
    drawing = (
        Drawing("p").start().user("a").sub(inner).gateway("exclusive", "g", default="low").end("yes").end("no")
    )
    drawing.chain("start", "a", "sub", "g").flow("g", "yes", "grade == 'A'").flow("g", "no", id="low")
    grading = table("grading", ["kind"], ["grade"], [["-", '"A"']])
    walk = Walk(bundle(drawing, tables={"g.dmn": grading}), kind="x")
    assert walk.decide("a#1").ended == "yes"


def test_a_definition_can_be_asked_what_it_reads() -> None:
    definition: Definition = compile_bundle(graded("grade == 'A' and urgent", ROWS))
    assert definition.variables == {"kind", "hours", "urgent"}
    assert definition.atoms == ("urgent",)
