"""How tokens may run, as a table: each drawing with the code of its problem, and drawings that are fine."""

import pytest

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.walking import Walk, codes
from workflows.engine import check_bundle


def forked(kind: str = "parallel", join: str = "parallel") -> Drawing:
    """split -> a, b -> join -> done, without the flows out of a and b."""
    drawing = Drawing("p").start().gateway(kind, "split", default="low" if kind == "inclusive" else None)
    drawing.user("a").user("b").gateway(join, "join").end("done").chain("start", "split").chain("join", "done")
    return drawing.flow("split", "a", "big" if kind == "inclusive" else None).flow("split", "b", id="low")


def chosen(drawing: Drawing, id: str, after: str, yes: str, no: str) -> Drawing:
    """A gateway after a task, with two ways on."""
    drawing.gateway("exclusive", id, default=f"{id}_no").flow(after, id)
    return drawing.flow(id, yes, "outcome == 'approve'").flow(id, no, id=f"{id}_no")


FINE = {
    "a parallel fork and its join": forked().chain("a", "join").chain("b", "join"),
    "an inclusive fork and its join": forked("inclusive", "inclusive").chain("a", "join").chain("b", "join"),
    "a loop inside one branch": chosen(forked().user("c").flow("b", "join").flow("c", "a"), "g", "a", "join", "c"),
    "a parallel fork that an inclusive gateway joins": forked(join="inclusive")
    .chain("a", "join")
    .chain("b", "join"),
}

WRONG = {
    "a branch that ends by itself": (
        forked().end("early").chain("b", "join").chain("a", "early"),
        "branch_ends",
    ),
    "a branch that may end early": (
        chosen(forked().end("early").flow("b", "join"), "g", "a", "join", "early"),
        "branch_ends",
    ),
    "a branch that returns to before the fork": (
        chosen(forked().gateway("exclusive", "x").flow("x", "join").flow("b", "join"), "g", "a", "x", "split"),
        "branch_loops",
    ),
    "branches that meet without a join": (
        Drawing("p")
        .start()
        .gateway("parallel", "split")
        .user("a")
        .user("b")
        .user("c")
        .end("done")
        .chain("start", "split", "a", "c", "done")
        .chain("split", "b", "c"),
        "branches_merge",
    ),
    "inclusive branches that a parallel gateway joins": (
        forked("inclusive").chain("a", "join").chain("b", "join"),
        "join_kind",
    ),
    "two ways of one branch into a parallel join": (
        chosen(forked().user("c").flow("b", "join").flow("c", "join"), "g", "a", "join", "c"),
        "join_doubled",
    ),
    "a way into a branch from outside": (
        Drawing("p")
        .start()
        .user("first")
        .gateway("exclusive", "g", default="skip")
        .chain("start", "first", "g")
        .gateway("parallel", "split")
        .user("a")
        .user("b")
        .gateway("parallel", "join")
        .end("done")
        .flow("g", "split", "outcome == 'approve'")
        .flow("g", "a", id="skip")
        .chain("split", "a", "join", "done")
        .chain("split", "b", "join"),
        "branch_entered",
    ),
    "a way into a join from outside": (
        Drawing("p")
        .start()
        .user("first")
        .gateway("exclusive", "g", default="skip")
        .chain("start", "first", "g")
        .gateway("parallel", "split")
        .user("a")
        .user("b")
        .gateway("parallel", "join")
        .end("done")
        .flow("g", "split", "outcome == 'approve'")
        .flow("g", "join", id="skip")
        .chain("split", "a", "join", "done")
        .chain("split", "b", "join"),
        "join_entered",
    ),
    "a join without a fork": (
        chosen(
            Drawing("p").start().user("a").user("b").user("c").gateway("parallel", "join").end("done"),
            "g",
            "a",
            "b",
            "c",
        )
        .chain("start", "a")
        .chain("b", "join", "done")
        .chain("c", "join"),
        "join_alone",
    ),
    "a loop without people": (
        Drawing("p")
        .start()
        .user("a")
        .gateway("exclusive", "x")
        .gateway("exclusive", "y", default="on")
        .end("done")
        .chain("start", "a", "x", "y")
        .flow("y", "x", "big")
        .flow("y", "done", id="on"),
        "endless_cycle",
    ),
    "a loop through a subprocess that people may be skipped in": (
        Drawing("p")
        .start()
        .gateway("exclusive", "x")
        .sub(
            Drawing("sub")
            .start("s")
            .user("deep")
            .gateway("exclusive", "g", default="skip")
            .gateway("exclusive", "h")
            .end("e")
            .flow("s", "g")
            .flow("g", "deep", "big")
            .flow("g", "h", id="skip")
            .chain("deep", "h", "e")
        )
        .gateway("exclusive", "y", default="on")
        .end("done")
        .chain("start", "x", "sub", "y")
        .flow("y", "x", "small")
        .flow("y", "done", id="on"),
        "endless_cycle",
    ),
    "an end without a name": (
        Drawing("p").start().user("a").end("e", name="").chain("start", "a", "e"),
        "end_unnamed",
    ),
    "a side way that runs into the main one": (
        Drawing("p")
        .start()
        .user("a")
        .user("b")
        .timer("t", on="a", interrupting=False)
        .end("done")
        .chain("start", "a", "b", "done")
        .flow("t", "b"),
        "aside_merges",
    ),
    "a side way with a result": (
        Drawing("p")
        .start()
        .user("a")
        .timer("t", on="a", interrupting=False)
        .end("done")
        .end("late")
        .chain("start", "a", "done")
        .flow("t", "late"),
        "aside_named",
    ),
}


@pytest.mark.parametrize("drawing", FINE.values(), ids=FINE)
def test_a_diagram_that_runs_well_is_accepted(drawing: Drawing) -> None:
    assert codes(bundle(drawing)) == set()


@pytest.mark.parametrize(("drawing", "code"), WRONG.values(), ids=WRONG)
def test_a_diagram_that_could_go_wrong_is_refused(drawing: Drawing, code: str) -> None:
    assert code in codes(bundle(drawing))


def blocks_in_a_row(count: int, between: str | None = None) -> Drawing:
    """Blocks of two parallel branches, one after another, with a choice between them if wanted."""
    drawing, last = Drawing("p").start().end("done").end("stop"), "start"
    for n in range(count):
        drawing.gateway("parallel", f"s{n}").user(f"a{n}").user(f"b{n}").gateway("parallel", f"j{n}")
        drawing.chain(last, f"s{n}", f"a{n}", f"j{n}").chain(f"s{n}", f"b{n}", f"j{n}")
        last = f"j{n}"
        if between:
            drawing.gateway("exclusive", f"g{n}", default=f"g{n}_on").flow(last, f"g{n}")
            drawing.flow(f"g{n}", "stop", between.format(n))
            drawing.gateway("exclusive", f"m{n}").flow(f"g{n}", f"m{n}", id=f"g{n}_on")
            last = f"m{n}"
    drawing.flow(last, "done")
    if not between:
        drawing.parts = [part for part in drawing.parts if 'id="stop"' not in part]
    return drawing


def test_parallel_blocks_that_would_double_the_tree_again_and_again_are_refused() -> None:
    assert codes(bundle(blocks_in_a_row(5))) == set()
    assert codes(bundle(blocks_in_a_row(20))) == {"too_much_parallel"}
    assert codes(bundle(blocks_in_a_row(20, "outcome_of('a{0}') == 'reject'"))) == set()


def test_what_is_accepted_stays_small() -> None:
    walk = Walk(bundle(blocks_in_a_row(5)))
    assert len(walk.last.state) < 20_000
    walk = Walk(bundle(blocks_in_a_row(20, "outcome_of('a{0}') == 'reject'")))
    for n in range(20):
        walk.decide(f"a{n}#1")
        assert len(walk.decide(f"b{n}#1").state) < 20_000
    assert walk.last.ended == "done"


def test_a_diagram_drawn_to_be_slow_gets_a_hundred_problems_and_no_more() -> None:
    drawing = Drawing("p").start().end("done")
    gateways = [f"g{n}" for n in range(100)]
    for gateway in gateways:
        drawing.gateway("parallel", gateway)
    drawing.chain("start", *gateways, "done")
    for n in range(98):
        drawing.flow(f"g{n}", f"g{n + 2}").flow(f"g{n + 2}", f"g{n}")
    assert len(check_bundle(bundle(drawing))) == 100
