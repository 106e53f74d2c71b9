"""What to light on a diagram: the nodes and flows really taken, and where it stands now."""

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.walking import Walk
from workflows.engine import PathTaken, path_taken
from workflows.library import load_bundle


def lit(walk: Walk) -> PathTaken:
    return path_taken(walk.definition, walk.last.state)


def test_at_the_start_only_the_first_step_is_lit() -> None:
    taken = lit(Walk(load_bundle("score_declaration")))
    assert taken.nodes == {"declared", "employer_review"}
    assert taken.flows == {"declare"}
    assert taken.open == {"employer_review"}


def test_a_way_back_is_lit_beside_the_way_on() -> None:
    walk = Walk(load_bundle("score_declaration"))
    walk.decide("employer_review#1", "return")
    walk.decide("revise#1", "resubmit")
    assert lit(walk).open == {"employer_review"}
    walk.decide("employer_review#2", "approve")
    taken = lit(walk)
    assert taken.open == {"hr_review"}
    assert taken.nodes == {"declared", "employer_review", "employer_opinion", "revise", "revised", "hr_review"}
    assert taken.flows == {
        "declare",
        "employer_decides",
        "employer_returns",
        "revises",
        "resubmit",
        "employer_approves",
    }


def test_an_end_is_lit_and_nothing_is_open_after_it() -> None:
    walk = Walk(load_bundle("score_declaration"))
    walk.decide("employer_review#1", "reject")
    taken = lit(walk)
    assert "rejected" in taken.nodes
    assert "approved" not in taken.nodes
    assert taken.open == frozenset()


def test_both_flows_into_a_join_are_lit_when_both_were_taken() -> None:
    drawing = Drawing("p").start().gateway("parallel", "split").user("a").user("b").gateway("parallel", "join")
    walk = Walk(bundle(drawing.end("e").chain("start", "split", "a", "join", "e").chain("split", "b", "join")))
    walk.decide("a#1")
    assert lit(walk).flows == {"p_start_split", "p_split_a", "p_split_b", "p_a_join"}
    assert lit(walk).open == {"b"}
    walk.decide("b#1")
    assert lit(walk).flows >= {"p_a_join", "p_b_join", "p_join_e"}


def test_what_runs_inside_an_activity_is_lit_with_it() -> None:
    inner = Drawing("sub").start("s").user("deep").end("e").chain("s", "deep", "e")
    walk = Walk(bundle(Drawing("p").start().sub(inner).end("done").chain("start", "sub", "done")))
    assert lit(walk).open == {"sub", "deep"}
    assert lit(walk).flows == {"p_start_sub", "sub_s_deep"}
    walk.decide("sub/deep#1")
    assert lit(walk).flows == {"p_start_sub", "sub_s_deep", "sub_deep_e", "p_sub_done"}


def test_a_timer_is_lit_only_when_it_fired() -> None:
    drawing = Drawing("p").start().user("a").timer("t", on="a").end("done").end("late")
    walk = Walk(bundle(drawing.chain("start", "a", "done").flow("t", "late")))
    assert lit(walk) == PathTaken(frozenset({"start", "a"}), frozenset({"p_start_a"}), frozenset({"a"}))
    walk.fire("t#1")
    assert lit(walk).nodes == {"start", "a", "t", "late"}
    assert lit(walk).flows == {"p_start_a", "p_t_late"}
