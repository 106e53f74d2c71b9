"""What a user task asks of people, read from its properties and its lane."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from .model import Diagram, Kind, Node, Scope
from .problems import Report

DEFAULT_OUTCOMES = ("approve", "return", "reject")
LEVELS = ("peer", "city", "province")
IF_NOBODY = ("hold", "superior", "skip")

_CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")
_DURATION = re.compile(
    r"P(?=.)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?(\d{1,4}S)?)?"
)
_RATIO = re.compile(r"(100|[1-9]\d?)%")


@dataclass(frozen=True)
class Countersign:
    """How a task with several signers is decided: the share of approvals needed, all at once or one by one.

    ``rule`` is as drawn: ``all``, ``any`` or a percentage; ``share`` is 1 for all, 0 for any (the first decides).
    """

    rule: str
    share: Decimal
    sequential: bool


@dataclass(frozen=True)
class UserTask:
    """A step that people decide. ``lane`` is the code of the party that acts, ``level`` how far up the tree.

    ``distinct``: nobody decides it who decided an earlier step of the same instance.
    """

    node_id: str
    name: str
    lane: str
    level: str
    outcomes: tuple[str, ...]
    permission: str | None
    due: str | None
    countersign: Countersign | None
    if_nobody: str
    distinct: bool
    properties: Mapping[str, str]


def is_duration(text: str) -> bool:
    """Whether the text is an ISO 8601 duration that is longer than nothing, such as P5D or PT12H."""
    return _DURATION.fullmatch(text) is not None and re.search(r"[1-9]", text) is not None


def is_reminder(text: str) -> bool:
    """Whether the text says how long after the limit people are reminded, or with a minus before it."""
    return is_duration(text.removeprefix("-"))


def outcomes_of(node: Node) -> tuple[str, ...]:
    """The outcomes a user task offers, in the order drawn."""
    written = node.properties.get("outcomes")
    return DEFAULT_OUTCOMES if written is None else tuple(item.strip() for item in written.split(","))


def read_user_tasks(diagram: Diagram) -> Mapping[str, UserTask]:
    """Every user task of a checked diagram, by node id."""
    tasks = {node.id: _user_task(scope, node) for scope, node in diagram.nodes() if node.kind is Kind.USER}
    return MappingProxyType(tasks)


def _user_task(scope: Scope, node: Node) -> UserTask:
    lane = scope.lanes[node.id]
    return UserTask(
        node_id=node.id,
        name=node.name,
        lane=lane.party,
        level=lane.level,
        outcomes=outcomes_of(node),
        permission=node.properties.get("permission"),
        due=node.properties.get("due"),
        countersign=_countersign(node),
        if_nobody=node.properties.get("if_nobody", IF_NOBODY[0]),
        distinct=node.properties.get("distinct") == "true",
        properties=MappingProxyType(dict(node.properties)),
    )


def _countersign(node: Node) -> Countersign | None:
    if not node.repeated:
        return None
    rule = node.properties.get("countersign", "all")
    share = {"all": Decimal(1), "any": Decimal(0)}.get(rule)
    if share is None:
        share = Decimal(rule.rstrip("%")) / 100
    return Countersign(rule, share, node.repeated == "sequential")


_RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "outcomes": (
        lambda text: (
            all(_CODE.fullmatch(item.strip()) for item in text.split(","))
            and len({item.strip() for item in text.split(",")}) == len(text.split(","))
        ),
        "用逗号隔开且不重复的英文代码，如 approve,return,reject",
    ),
    "permission": (lambda text: _CODE.fullmatch(text) is not None, "一个权限模块的英文代码，如 score_review"),
    "due": (is_duration, "时长，如 P5D（5 天）或 PT12H（12 小时）"),
    "remind": (is_reminder, "时长，如 -P2D（到期前 2 个工作日）或 P1D（到期后 1 个工作日）"),
    "escalate": (lambda text: text in ("true", "false"), "true（超期后转上级单位办理）或 false"),
    "countersign": (
        lambda text: text in ("all", "any") or _RATIO.fullmatch(text) is not None,
        "all（全部同意）、any（一人即可）或百分比，如 60%",
    ),
    "if_nobody": (lambda text: text in IF_NOBODY, f"{'、'.join(IF_NOBODY)} 之一"),
    "distinct": (lambda text: text in ("true", "false"), "true（之前办理过的人不能再办理）或 false"),
    "form": (lambda text: _CODE.fullmatch(text) is not None, "一个表单的英文代码"),
}
_LANE_RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "party": (lambda text: _CODE.fullmatch(text) is not None, "办理方的英文代码，如 base、employer、hr"),
    "level": (lambda text: text in LEVELS, f"{'、'.join(LEVELS)} 之一"),
}


def check_user_tasks(diagram: Diagram, report: Report) -> None:
    """Report user tasks without name or lane, and properties that are unknown or make no sense."""
    for scope, node in diagram.nodes():
        if node.kind is Kind.USER:
            _check_task(scope, node, report)
        elif node.properties:
            message = f"“{node.name or node.id}”不是用户任务，不能带扩展属性，请删去。"
            report.add("property_unknown", scope.file, message, node.id, node.name)


def _check_task(scope: Scope, node: Node, report: Report) -> None:
    if not node.name:
        report.add("name_missing", scope.file, f"用户任务“{node.id}”没有名称，请填写。", node.id)
    if node.id not in scope.lanes:
        message = f"用户任务“{node.name}”不在任何泳道里，请拖入其办理方的泳道。"
        report.add("lane_missing", scope.file, message, node.id, node.name)
    if "countersign" in node.properties and not node.repeated:
        message = f"用户任务“{node.name}”写了会签规则但未设为会签，请在图上选“并行多实例”或“串行多实例”。"
        report.add("countersign_unmarked", scope.file, message, node.id, node.name)
    for key in ("remind", "escalate"):
        if key in node.properties and "due" not in node.properties:
            message = f"用户任务“{node.name}”写了 {key} 但没有办理期限，请填写 due，如 P5D，或删去 {key}。"
            report.add("property_wrong", scope.file, message, node.id, node.name)
    check_properties(scope.file, node.id, node.name, node.properties, _RULES, report)


def check_codes(
    diagram: Diagram, parties: Collection[str] | None, permissions: Collection[str] | None, report: Report
) -> None:
    """Report parties and permissions that the system does not know; None means that they are not asked about."""
    for scope, node in diagram.nodes():
        if node.kind is not Kind.USER:
            continue
        used = {
            "办理方": (scope.lanes[node.id].party, parties),
            "权限": (node.properties.get("permission"), permissions),
        }
        for title, (code, known) in used.items():
            if known is not None and code is not None and code not in known:
                message = f"用户任务“{node.name}”的{title}“{code}”不存在，可用的有：{'、'.join(sorted(known))}。"
                report.add("unknown_code", scope.file, message, node.id, node.name)


def check_lane_properties(file: str, lane_id: str, name: str, given: Mapping[str, str], report: Report) -> None:
    """Report properties of a lane that are unknown or make no sense; without ``party`` its id is the code."""
    check_properties(file, lane_id, name, {"party": lane_id, **given}, _LANE_RULES, report)


def check_properties(
    file: str,
    element_id: str,
    name: str,
    given: Mapping[str, str],
    rules: Mapping[str, tuple[Callable[[str], bool], str]],
    report: Report,
) -> None:
    """Hold each property against its rule."""
    for key, value in given.items():
        if key not in rules:
            message = f"“{name or element_id}”的属性“{key}”不认识，请改用：{'、'.join(rules)}。"
            report.add("property_unknown", file, message, element_id, name)
        elif not rules[key][0](value):
            message = f"“{name or element_id}”的属性 {key} 写成了“{value}”，应为{rules[key][1]}。"
            report.add("property_wrong", file, message, element_id, name)
