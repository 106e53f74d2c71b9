"""What other tools write into their files for themselves: ignored and said, unless it would be run elsewhere."""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from .problems import Report
from .vocabulary import BPMN, BPMNDI, SPIFF
from .xml import read_xml

RUN_ELSEWHERE = frozenset(
    {
        "class",
        "connector",
        "delegateExpression",
        "errorEventDefinition",
        "eventListener",
        "executionListener",
        "expression",
        "field",
        "inputOutput",
        "ioMapping",
        "resultVariable",
        "script",
        "scriptFormat",
        "taskDefinition",
        "taskListener",
    }
)
"""Names under which other engines keep code and calls: a drawer who wrote them expects that they run."""

_OURS = (BPMN, BPMNDI, SPIFF)
_STANDARDS = ("http://www.w3.org/", "http://www.omg.org/", "https://www.omg.org/")
_EXPRESSIONS = ("${", "#{", "<script", "javascript:")


def is_foreign(namespace: str | None) -> bool:
    """Whether a namespace belongs to another tool, not to a standard nor to us."""
    return bool(namespace) and namespace not in _OURS and not str(namespace).startswith(_STANDARDS)


def may_ignore_attribute(name: str, value: str) -> bool:
    """Whether an attribute is another tool's own affair."""
    qualified = etree.QName(name)
    runs = qualified.localname in RUN_ELSEWHERE or _is_expression(value)
    return is_foreign(qualified.namespace) and not runs


def may_ignore(element: etree._Element) -> bool:
    """Whether an extension, with all that it holds, is another tool's own affair."""
    return all(
        is_foreign(etree.QName(one).namespace)
        and etree.QName(one).localname not in RUN_ELSEWHERE
        and not _is_expression(one.text or "")
        and not any(_is_expression(str(value)) for value in one.attrib.values())
        for one in element.iter(etree.Element)
    )


def ignored_extensions(files: Mapping[str, bytes]) -> list[str]:
    """For each file that holds extensions of other tools, whose, in a sentence; nothing for those not readable."""
    said = []
    for file, data in files.items():
        root = read_xml(file, data, Report())
        tools = Counter(_prefixes(root)) if root is not None else Counter()
        if tools:
            told = "、".join(f"{tool[:40]}（{number} 处）" for tool, number in sorted(tools.items())[:10])
            said.append(f"文件“{file}”中其他工具的扩展不起作用，已忽略：{told}。")
    return said


def _prefixes(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if is_foreign(etree.QName(element).namespace):
            yield element.prefix or str(etree.QName(element).namespace)
        for name in element.attrib:
            namespace = etree.QName(str(name)).namespace
            if is_foreign(namespace) and "bpmn.io" not in str(namespace):
                known = [prefix for prefix, uri in element.nsmap.items() if uri == namespace and prefix]
                yield known[0] if known else str(namespace)


def _is_expression(text: str) -> bool:
    return any(sign in text for sign in _EXPRESSIONS)
