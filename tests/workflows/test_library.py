"""The processes shipped with the product pass the checker, and the first one runs as its table says."""

import pytest

from tests.workflows.engine.walking import Walk
from workflows.engine import check_bundle, compile_bundle
from workflows.library import UnknownProcess, load_bundle, shipped_processes


@pytest.mark.parametrize("process_id", shipped_processes())
def test_a_shipped_process_has_no_problem(process_id: str) -> None:
    assert check_bundle(load_bundle(process_id)) == []


@pytest.mark.parametrize("process_id", ["nothing", "", "../library", "/etc/passwd", "score_declaration.bpmn"])
def test_a_process_that_is_not_shipped_is_unknown(process_id: str) -> None:
    with pytest.raises(UnknownProcess) as error:
        load_bundle(process_id)
    assert error.value.process_id == process_id


def test_score_declaration_says_who_acts_and_what_they_may_decide() -> None:
    definition = compile_bundle(load_bundle("score_declaration"))
    said = {
        task.node_id: (task.name, task.lane, task.permission, task.outcomes)
        for task in definition.user_tasks.values()
    }
    review = ("approve", "return", "reject")
    assert said == {
        "employer_review": ("用人单位审核", "employer", "score_review", review),
        "hr_review": ("人社部门审核", "hr", "score_review", review),
        "revise": ("修改并重新申报", "base", "score_declare", ("resubmit", "give_up")),
    }
    assert definition.ends == {"approved": "合格", "rejected": "不予通过", "abandoned": "放弃申报"}
    assert definition.variables == frozenset()


E, H, R = "employer_review", "hr_review", "revise"


@pytest.mark.parametrize(
    ("decisions", "end"),
    [
        ([(f"{E}#1", "approve"), (f"{H}#1", "approve")], "approved"),
        ([(f"{E}#1", "reject")], "rejected"),
        ([(f"{E}#1", "approve"), (f"{H}#1", "reject")], "rejected"),
        (
            [
                (f"{E}#1", "return"),
                (f"{R}#1", "resubmit"),
                (f"{E}#2", "approve"),
                (f"{H}#1", "return"),
                (f"{R}#2", "resubmit"),
                (f"{E}#3", "approve"),
                (f"{H}#2", "approve"),
            ],
            "approved",
        ),
    ],
)
def test_score_declaration_goes_employer_then_hr_and_back_on_return(
    decisions: list[tuple[str, str]], end: str
) -> None:
    walk = Walk(load_bundle("score_declaration"))
    for number, (task_key, outcome) in enumerate(decisions):
        assert walk.open == [task_key]
        step = walk.decide(task_key, outcome)
        assert (step.ended is None) == (number < len(decisions) - 1)
    assert walk.last.ended == end
