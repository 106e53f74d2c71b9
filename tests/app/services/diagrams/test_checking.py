"""Checks that need to know what a diagram is for."""

import re

import pytest

from app.items import ITEMS
from app.services.demo.offices import drawn
from app.services.diagrams.checking import bundle_from, problems_of, problems_to_people
from app.services.diagrams.comparing import changes_of
from app.services.diagrams.library import current_version
from app.services.diagrams.vocabulary import PARTIES, VARIABLES, vocabulary
from tests.drawing import PROCESS, make_offices
from tests.workflows.engine.drawing import table
from workflows.library import load_bundle, shipped_processes

FILE = f"{PROCESS}.bpmn"


def shipped() -> str:
    return load_bundle(PROCESS).files[FILE].decode()


def codes(xml: str) -> set[str]:
    return {problem.code for problem in problems_of(bundle_from(PROCESS, {FILE: xml}))}


@pytest.mark.parametrize("process_id", shipped_processes())
def test_every_shipped_diagram_passes(process_id):
    assert problems_to_people(load_bundle(process_id)) == []


def test_the_drawn_one_passes():
    assert codes(drawn()) == set()


def test_an_end_that_the_item_does_not_know_is_told():
    assert codes(shipped().replace('"approved"', '"done"')) == {"unknown_end"}


def test_a_way_past_all_reviewers_is_told():
    """The base's declaration goes straight to its own approval."""
    xml = shipped().replace(
        'sourceRef="declared" targetRef="employer_review"', 'sourceRef="declared" targetRef="revise"'
    )
    xml = xml.replace('sourceRef="revised" targetRef="abandoned"', 'sourceRef="revised" targetRef="approved"')
    xml = xml.replace("<bpmn:incoming>gives_up</bpmn:incoming>", "")
    assert "not_reviewed" in codes(xml) or "unreachable" in codes(xml)


def test_what_runs_and_is_not_drawn_is_told():
    """A step without a shape would be agreed to unseen."""
    xml = re.sub(r'<bpmndi:BPMNShape id="hr_review_di".*?</bpmndi:BPMNShape>', "", shipped(), flags=re.DOTALL)
    (problem,) = problems_to_people(bundle_from(PROCESS, {FILE: xml}))
    assert (problem.code, problem.element_id) == ("not_drawn", "hr_review")


def test_giving_up_needs_no_reviewer():
    assert "not_reviewed" not in codes(shipped())


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.process_id)
def test_everything_that_a_diagram_may_name_has_a_word(item):
    assert set(item.variables) <= set(VARIABLES)
    assert set(item.parties) <= set(PARTIES)
    words = vocabulary(item.process_id)
    assert {term.id for term in words.ends} == set(item.ends)


def test_differences_are_said_in_the_words_of_users(session):
    make_offices(session)
    changes = changes_of(session, current_version(session, PROCESS), PROCESS, {FILE: drawn()})
    step = next(change for change in changes if change.id == "city_review")
    assert (step.what, step.element, step.name) == ("新增", "环节", "市级人社复核")
    assert {said.name: said.after for said in step.said} == {
        "权限模块": "学时审核", "可选结论": "通过、退回、不予通过", "办理方": "人社部门", "办理级别": "上溯到市级"
    }  # fmt: skip
    way = next(change for change in changes if change.id == "hr_approves")
    assert (way.what, way.said[0].before, way.said[0].after) == (
        "修改",
        "部门意见 → 合格",
        "部门意见 → 市级人社复核",
    )


def test_a_decision_table_with_a_gap_is_told_in_the_words_of_users():
    rows = [['"province"', "> 8", "1"], ['"province"', "<= 8", "2"], ['"city", "county", "national"', "-", "3"]]
    assert table_codes(rows) == {}
    assert table_codes(rows[1:]) == {
        "table_gap": "决策表“way”有遗漏：例如基地级别为“省级”、学时为8.1时没有一行成立，"
        "请补一行，或加一行各格留空的兜底规则。"
    }


def table_codes(rows: list[list[str]]) -> dict[str, str]:
    """Problems of the shipped chain with a table in it."""
    files = with_table(["base_level", "hours"], rows, "UNIQUE")
    return {problem.code: problem.message for problem in problems_of(bundle_from(PROCESS, files))}


def with_table(inputs: list[str], rows: list[list[str]], policy: str = "UNIQUE") -> dict[str, str]:
    """The files of the shipped chain, which decides by a table before anything else."""
    xml = shipped().replace('sourceRef="declared" targetRef="', 'sourceRef="declared" targetRef="decide_', 1)
    first = re.search(r'targetRef="decide_(\w+)"', xml)[1]
    task = (
        '<bpmn:businessRuleTask id="decide" name="定级别"><bpmn:extensionElements>'
        "<spiffworkflow:calledDecisionId>way</spiffworkflow:calledDecisionId></bpmn:extensionElements>"
        "</bpmn:businessRuleTask>"
        f'<bpmn:sequenceFlow id="decided" sourceRef="decide" targetRef="{first}" />'
    )
    xml = xml.replace(f'"decide_{first}"', '"decide"').replace("</bpmn:process>", f"{task}</bpmn:process>")
    xml = re.sub(r"<bpmn:(incoming|outgoing)>\w+</bpmn:\1>", "", xml)
    return {FILE: xml, "way.dmn": table("way", inputs, ["grade"], rows, policy).decode()}
