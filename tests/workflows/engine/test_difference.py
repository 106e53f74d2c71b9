"""Differences of two diagrams: what runs otherwise, and nothing else."""

import pytest

from workflows.engine import Bundle, Changed, compile_bundle, differences
from workflows.library import load_bundle, shipped_processes

FILE = "training_plan.bpmn"


def compared(before: str, after: str):
    return differences(diagram(before), diagram(after))


def diagram(text: str):
    return compile_bundle(Bundle("training_plan", {FILE: text.encode()})).diagram


@pytest.fixture
def text() -> str:
    return load_bundle("training_plan").files[FILE].decode()


@pytest.mark.parametrize("process_id", shipped_processes())
def test_a_diagram_does_not_differ_from_itself(process_id):
    same = compile_bundle(load_bundle(process_id)).diagram
    assert differences(same, same) == ()


def test_layout_is_no_difference(text):
    assert compared(text, text.replace('<dc:Bounds x="', '<dc:Bounds x="1')) == ()


def test_a_new_name_is_one_facet(text):
    (one,) = compared(text, text.replace('id="hr_review" name="', 'id="hr_review" name="新'))
    assert (one.what, one.id, [facet.name for facet in one.facets]) == (Changed.CHANGED, "hr_review", ["name"])


def test_a_default_written_out_is_no_difference(text):
    assert 'name="outcomes" value="approve,return,reject"' in text
    assert (
        compared(text, text.replace('<spiffworkflow:property name="outcomes" value="approve,return,reject" />', ""))
        == ()
    )


def test_what_is_added_one_way_is_removed_the_other():
    from app.services.demo.offices import drawn

    before = compile_bundle(load_bundle("score_declaration")).diagram
    after = compile_bundle(Bundle("score_declaration", {"score_declaration.bpmn": drawn().encode()})).diagram
    there, back = differences(before, after), differences(after, before)
    added = {one.id for one in there if one.what is Changed.ADDED}
    assert added == {one.id for one in back if one.what is Changed.REMOVED} >= {"city_review", "city_opinion"}
