"""Reads XML that a stranger wrote: no DTD, no entities, no network, at most 1 MB, not deep."""

import re

from lxml import etree

from .problems import Report

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40
MAX_ATTRIBUTES = 500  # of one element: the parser holds each against all others
_ENCODING = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")


def read_xml(file: str, data: bytes, report: Report) -> etree._Element | None:
    """Parse one file into its root element, or report why not and return None."""
    text = _text(file, data, report)
    if text is None:
        return None
    # A parser for each file: lxml's are not to be shared between threads.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            report.add("xml_too_deep", file, f"文件“{file}”的 XML 嵌套过深，请在流程设计器中重新绘制后保存。")
        else:
            report.add(
                "xml_broken", file, f"文件“{file}”不是完整的 XML（第 {error.lineno} 行），请重新导出后上传。"
            )
        return None
    if _is_deep(root):
        report.add("xml_too_deep", file, f"文件“{file}”的 XML 嵌套过深，请在流程设计器中重新绘制后保存。")
        return None
    return root


def _text(file: str, data: bytes, report: Report) -> str | None:
    if len(data) > MAX_BYTES:
        report.add("file_too_big", file, f"文件“{file}”超过 1 MB，请删去多余内容或拆成被调用的流程。")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.add("not_utf8", file, f"文件“{file}”不是 UTF-8 编码，请另存为 UTF-8 后上传。")
        return None
    declared = _ENCODING.match(text)
    if declared and declared[1].lower() not in ("utf-8", "utf8"):
        report.add("not_utf8", file, f"文件“{file}”声明的编码是 {declared[1]}，请另存为 UTF-8 后上传。")
        return None
    if any(part.count('="') + part.count("='") > MAX_ATTRIBUTES for part in text.split("<")):
        message = f"文件“{file}”有元素的属性超过 {MAX_ATTRIBUTES} 个，请在流程设计器中重新绘制后保存。"
        report.add("xml_too_wide", file, message)
        return None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        report.add("dtd", file, f"文件“{file}”含有 DTD 或实体声明，不安全，请删去 <!DOCTYPE …> 一段。")
        return None
    return text


def _is_deep(root: etree._Element) -> bool:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            return True
        level = [child for element in level for child in element]
    return False
