"""What a draft or a release changes, in words and on the canvas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.services.approvals.outcomes import label_of
from app.services.diagrams.checking import bundle_from, problems_of
from app.services.diagrams.condition_words import condition_in_words, rule_in_words
from app.services.diagrams.library import bundle_of, definition
from app.services.diagrams.vocabulary import LEVELS, PARTIES
from models import Module
from workflows.engine import Changed, Difference, compile_bundle, differences

WHAT = {Changed.ADDED: "新增", Changed.REMOVED: "删去", Changed.CHANGED: "修改"}
ELEMENTS = {
    "startEvent": "开始",
    "endEvent": "结束",
    "userTask": "环节",
    "exclusiveGateway": "判断",
    "parallelGateway": "并行",
    "inclusiveGateway": "多选",
    "subProcess": "子流程",
    "callActivity": "调用",
    "businessRuleTask": "决策表",
    "boundaryEvent": "定时",
    "sequenceFlow": "连线",
    "decisionTable": "决策表内容",
}
FACETS = {
    "name": "名称",
    "kind": "类型",
    "party": "办理方",
    "level": "办理级别",
    "permission": "权限模块",
    "outcomes": "可选结论",
    "countersign": "会签规则",
    "repeated": "会签方式",
    "distinct": "前面办理过的人不得办理",
    "due": "办理期限",
    "remind": "提醒时间",
    "escalate": "超期转上级",
    "if_nobody": "无人可办时",
    "form": "表单",
    "default": "默认去向",
    "duration": "时长",
    "target": "引用",
    "way": "走向",
    "condition": "条件",
    "hit_policy": "命中策略",
    "outputs": "输出列",
    "order": "规则次序",
}
REPEATED = {"parallel": "同时会签", "sequential": "依次会签"}
HIT_POLICIES = {"UNIQUE": "唯一（各行互不重叠）", "FIRST": "首个（从上到下，先成立的算）"}
IF_NOBODY = {"hold": "挂起并提醒", "superior": "转上级", "skip": "跳过并记录"}


@dataclass(frozen=True)
class Said:
    """One facet in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One element that differs, in words; `tone` colours it on the page and on the canvas."""

    what: str
    tone: str
    element: str
    id: str
    name: str
    said: Sequence[Said]

    @property
    def is_flow(self) -> bool:
        """Whether it is a line between two elements: those follow from what was drawn."""
        return self.element == ELEMENTS["sequenceFlow"]


TONES = {Changed.ADDED: "success", Changed.REMOVED: "danger", Changed.CHANGED: "warning"}


def changes_of(session: Session, version_id: int, process_id: str, files: Mapping[str, str]) -> Sequence[Change]:
    """What files change against a version; nothing can be said of files that do not pass the checks."""
    bundle = bundle_from(process_id, files)
    if problems_of(bundle):
        return []
    before, after = definition(session, version_id).diagram, compile_bundle(bundle).diagram
    return [_in_words(one) for one in differences(before, after)]


def picture_of_changes(
    session: Session, version_id: int, process_id: str, files: Mapping[str, str], *, before: bool
) -> dict[str, Any]:
    """The later diagram with what is new or different, or the earlier one with what is gone, for the viewer."""
    changes = changes_of(session, version_id, process_id, files)
    shown = {"danger"} if before else {"success", "warning"}
    file = f"{process_id}.bpmn"
    xml = bundle_of(session, version_id).files[file].decode() if before else files[file]
    marked = [change for change in changes if change.tone in shown]
    return {
        "xml": xml,
        "marks": {change.id: change.tone for change in marked},
        "badges": {change.id: change.what for change in marked if not change.is_flow},
    }


def _in_words(one: Difference) -> Change:
    return Change(
        what=WHAT[one.what],
        tone=TONES[one.what],
        element=ELEMENTS.get(one.element, one.element),
        id=one.id,
        name=one.name or one.id,
        said=[
            Said(
                _facet(facet.name),
                _value(facet.name, facet.before),
                _value(facet.name, facet.after),
            )
            for facet in one.facets
            if one.what is Changed.CHANGED or facet.name not in ("kind", "name")
        ],
    )


def _facet(name: str) -> str:
    return f"第 {name[5:]} 行规则" if name.startswith("rule ") else FACETS.get(name, name)


def _value(facet: str, value: str) -> str:
    """A value as users know it."""
    words: Mapping[str, Mapping[str, str]] = {
        "party": PARTIES,
        "level": LEVELS,
        "kind": ELEMENTS,
        "repeated": REPEATED,
        "if_nobody": IF_NOBODY,
        "permission": {module.value: module.label for module in Module},
        "distinct": {"true": "是", "false": "否"},
        "escalate": {"true": "是", "false": "否"},
        "hit_policy": HIT_POLICIES,
        "countersign": {"all": "全部同意", "any": "一人即可"},
    }
    if facet == "condition":
        return condition_in_words(value)
    if facet.startswith("rule "):
        return rule_in_words(value)
    if facet == "outcomes":
        return "、".join(label_of(outcome.strip()) for outcome in value.split(",") if outcome)
    return words.get(facet, {}).get(value, value)
