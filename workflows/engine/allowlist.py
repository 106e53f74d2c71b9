"""Refuses, by name, every element and attribute of a diagram that is not in the vocabulary."""

from lxml import etree

from .foreign import may_ignore, may_ignore_attribute
from .problems import Report
from .vocabulary import ATTRIBUTES, BPMN, BPMNDI, CHILDREN, DEFAULTS, EVERYWHERE, EXTENSIONS, REFUSED, SPIFF, XSI

_EXPRESSION_TYPE = "tFormalExpression"


def check_vocabulary(file: str, root: etree._Element, report: Report) -> None:
    """Walk a BPMN file and report what is not allowed. The drawing (BPMN DI) is not looked at."""
    if root.tag != f"{{{BPMN}}}definitions":
        report.add("not_bpmn", file, f"文件“{file}”不是 BPMN 2.0 流程图，请从流程设计器导出 .bpmn 文件。")
        return
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _check_attributes(file, element, report)
        for child in element:
            if _is_drawing(child) or _is_ignored(element, child):
                continue
            if _is_allowed(element, child):
                waiting.append(child)
            else:
                _refuse(file, child, report)


def _is_drawing(element: etree._Element) -> bool:
    return etree.QName(element).namespace == BPMNDI and etree.QName(element).localname == "BPMNDiagram"


def _is_ignored(parent: etree._Element, child: etree._Element) -> bool:
    return etree.QName(parent).localname == "extensionElements" and may_ignore(child)


def _is_allowed(parent: etree._Element, child: etree._Element) -> bool:
    name = etree.QName(child)
    if name.localname not in CHILDREN[etree.QName(parent).localname]:
        return False
    return name.namespace == (SPIFF if name.localname in EXTENSIONS else BPMN)


def _refuse(file: str, element: etree._Element, report: Report) -> None:
    local = etree.QName(element).localname
    code, title, cure = REFUSED.get(local, ("element_not_allowed", local, "流程图只支持审批用到的元素，请删去"))
    owner = owner_of(element)
    where = f"“{owner.get('name') or owner.get('id') or file}”" if owner is not None else f"文件“{file}”"
    told = "是" if owner is element else "含有"
    report.add(
        code,
        file,
        f"{where}{told}不支持的{title}（{local}）：{cure}。",
        (owner.get("id") if owner is not None else "") or "",
        (owner.get("name") if owner is not None else "") or "",
    )


def owner_of(element: etree._Element) -> etree._Element | None:
    """The nearest element, itself included, that a drawer can click on: one with an id."""
    found: etree._Element | None = element
    while found is not None and (not found.get("id") or etree.QName(found).localname.endswith("EventDefinition")):
        found = found.getparent()
    return found


def _check_attributes(file: str, element: etree._Element, report: Report) -> None:
    local = etree.QName(element).localname
    allowed = EVERYWHERE | ATTRIBUTES.get(local, frozenset())
    for name, value in element.attrib.items():
        if may_ignore_attribute(str(name), str(value)) or DEFAULTS.get(str(name)) == str(value):
            continue
        typed = str(name) == f"{{{XSI}}}type"
        if str(name) not in allowed or (typed and str(value).rpartition(":")[2] != _EXPRESSION_TYPE):
            _refuse_attribute(file, element, str(name), report)


def _refuse_attribute(file: str, element: etree._Element, attribute: str, report: Report) -> None:
    owner = owner_of(element)
    element_id = (owner.get("id") if owner is not None else "") or ""
    name = (owner.get("name") if owner is not None else "") or ""
    shown = attribute.rpartition("}")[2]
    report.add(
        "attribute_not_allowed",
        file,
        f"“{name or element_id or file}”含有不支持的属性 {shown}，请删去该属性后再上传。",
        element_id,
        name,
    )
