"""The steps ahead, on the diagrams that are shipped: the shortest way to a good end."""

import pytest

from workflows.engine import compile_bundle, steps_ahead
from workflows.library import load_bundle


@pytest.mark.parametrize(
    ("process_id", "node_id", "ahead"),
    [
        ("score_declaration", "employer_review", ["人社部门审核"]),
        ("score_declaration", "hr_review", []),
        ("score_declaration", "revise", ["用人单位审核", "人社部门审核"]),
        ("training_plan", "hr_review", []),
        ("annual_report", "review", []),
        ("score_declaration", "no such node", []),
    ],
)
def test_the_shortest_way_is_counted_in_user_tasks(process_id: str, node_id: str, ahead: list[str]):
    definition = compile_bundle(load_bundle(process_id))
    assert [task.name for task in steps_ahead(definition, node_id)] == ahead
