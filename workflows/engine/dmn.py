"""Reads a DMN file into decision tables; cells are written in the language of conditions."""

import ast
import re
from decimal import Decimal

from lxml import etree

from .expressions import ARITY, Value
from .foreign import may_ignore, may_ignore_attribute
from .grammar import NAME, OUTCOME_OF, ExpressionRefused, parse_expression
from .literals import show
from .problems import Report
from .tables import FIRST, HIT_POLICIES, UNIQUE, Rule, Table

MAX_RULES = 200
_TAKEN = frozenset({"outcome", OUTCOME_OF, "true", "false", "True", "False", "None", *ARITY})
_ELEMENTS = frozenset(
    {
        "definitions",
        "decision",
        "decisionTable",
        "input",
        "inputExpression",
        "text",
        "output",
        "rule",
        "inputEntry",
        "outputEntry",
        "description",
        "annotation",
        "annotationEntry",
        "inputValues",
        "outputValues",
        "variable",
        "inputData",
        "informationRequirement",
        "requiredInput",
    }
)
_ATTRIBUTES = frozenset(
    {
        "id",
        "name",
        "label",
        "namespace",
        "exporter",
        "exporterVersion",
        "hitPolicy",
        "typeRef",
        "preferredOrientation",
        "href",
    }
)
_MODEL = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/(MODEL/?|dmn\.xsd)")
_DRAWING = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/DMNDI/?")
_WIDTH = "http://bpmn.io/schema/dmn/biodi/2.0"
_COMPARISON = re.compile(r"(<=|>=|==|!=|<|>)")


def read_tables(file: str, root: etree._Element, report: Report) -> list[Table]:
    """Every decision table of a DMN file; what is wrong with it is reported and its table left out."""
    before = len(report.problems)
    _check(file, root, report)
    if len(report.problems) > before:
        return []
    tables = [_table(file, decision, report) for decision in _children(root, "decision")]
    return [table for table in tables if table is not None]


def _children(element: etree._Element, local: str) -> list[etree._Element]:
    return [child for child in element if etree.QName(child).localname == local]


def _text(element: etree._Element) -> str:
    return " ".join((child.text or "") for child in _children(element, "text")).strip()


def _check(file: str, root: etree._Element, report: Report) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = etree.QName(element)
        if name.localname == "extensionElements" and all(may_ignore(child) for child in element):
            continue
        if _DRAWING.fullmatch(name.namespace or ""):
            continue
        if name.localname not in _ELEMENTS or not _MODEL.fullmatch(name.namespace or ""):
            message = f"决策表文件“{file}”含有不支持的元素 {name.localname}，只能用决策表，请删去。"
            report.add("element_not_allowed", file, message, element.get("id", ""), element.get("name", ""))
            continue
        for attribute in element.attrib:
            qualified = etree.QName(str(attribute))
            if may_ignore_attribute(str(attribute), str(element.get(attribute))):
                continue
            if qualified.localname not in _ATTRIBUTES and qualified.namespace != _WIDTH:
                message = f"决策表文件“{file}”含有不支持的属性 {qualified.localname}，请删去。"
                report.add("attribute_not_allowed", file, message, element.get("id", ""), element.get("name", ""))
        waiting.extend(element)


class _Refused(Exception):
    """A table is wrong: code and message."""


def _table(file: str, decision: etree._Element, report: Report) -> Table | None:
    decision_id, name = decision.get("id", ""), decision.get("name", "")
    try:
        tables = _children(decision, "decisionTable")
        if len(tables) != 1:
            raise _Refused("table_missing", "须恰好有一张决策表")
        return _read(file, decision_id, name, tables[0])
    except _Refused as error:
        code, message = error.args
        report.add(code, file, f"决策“{name or decision_id}”有误：{message}。", decision_id, name)
        return None


def _read(file: str, decision_id: str, name: str, table: etree._Element) -> Table:
    policy = table.get("hitPolicy", UNIQUE)
    if policy not in HIT_POLICIES:
        raise _Refused("hit_policy", f"命中策略只能是 {UNIQUE}（唯一）或 {FIRST}（首个），请改选")
    inputs = [_input(column) for column in _children(table, "input")]
    outputs = tuple(column.get("name", "") for column in _children(table, "output"))
    if not inputs or not outputs or len(set(outputs)) != len(outputs):
        raise _Refused("table_columns", "至少要有一个输入列和一个输出列，输出列不能重名")
    for output in outputs:
        if not NAME.fullmatch(output) or output in _TAKEN:
            raise _Refused("table_columns", f"输出列名“{output}”须用英文字母、数字和单个下划线，且不与内置名称相同")
    rows = _children(table, "rule")
    if not 0 < len(rows) <= MAX_RULES:
        raise _Refused("table_rules", f"须有 1 至 {MAX_RULES} 行规则")
    rules = tuple(_rule(number, row, inputs, outputs) for number, row in enumerate(rows, 1))
    return Table(decision_id, name, file, policy, outputs, rules)


def _input(column: etree._Element) -> ast.expr:
    texts = [_text(expression) for expression in _children(column, "inputExpression")]
    return _parse(texts[0] if texts else "", f"输入列“{column.get('label') or column.get('id')}”")


def _parse(text: str, where: str) -> ast.expr:
    try:
        tree = parse_expression(text)
    except ExpressionRefused as error:
        raise _Refused(error.code, f"{where}“{text}”：{error}") from error
    if any(isinstance(node, ast.Name) and node.id in ("outcome", OUTCOME_OF) for node in ast.walk(tree)):
        raise _Refused("outcome_in_table", f"{where}不能用办理结果，决策表只读事项数据；请用网关判断办理结果")
    return tree


def _rule(number: int, row: etree._Element, inputs: list[ast.expr], outputs: tuple[str, ...]) -> Rule:
    where = f"第 {number} 行"
    entries = [_text(entry) for entry in _children(row, "inputEntry")]
    values = [_text(entry) for entry in _children(row, "outputEntry")]
    if len(entries) != len(inputs) or len(values) != len(outputs):
        raise _Refused("table_columns", f"{where}的格数与列数不符")
    conditions = [_cell(column, text, where) for column, text in zip(inputs, entries, strict=True)]
    return Rule(
        tuple(condition for condition in conditions if condition is not None),
        tuple(_literal(text, where) for text in values),
        row.get("id", ""),
    )


def _cell(column: ast.expr, text: str, where: str) -> ast.expr | None:
    """A cell as a condition: empty or ``-`` (any), ``> 10``, ``"a"``, or ``"a", "b"``."""
    if text in ("", "-"):
        return None
    subject = show(column)
    if _COMPARISON.match(text):
        return _parse(f"({subject}) {text}", where)
    literals = _parse(f"0 in [{text}]", where)
    if not isinstance(literals, ast.Compare) or not isinstance(literals.comparators[0], ast.List):
        raise _Refused("table_cell", f"{where}的“{text}”须是比较（如 > 10）、一个值或用逗号隔开的几个值")
    return ast.Compare(left=column, ops=[ast.In()], comparators=literals.comparators)


def _literal(text: str, where: str) -> Value:
    tree = _parse(text, f"{where}输出")
    if not isinstance(tree, ast.Constant) or not isinstance(tree.value, bool | int | str | Decimal):
        raise _Refused("table_output", f"{where}的输出“{text}”须是一个值：带引号的文字、数字、true 或 false")
    return tree.value
