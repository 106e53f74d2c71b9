"""Files as other tools write them: accepted, with what was ignored said, or refused for named reasons."""

import pytest

from workflows.engine import Bundle, check_bundle, compile_bundle, ignored_extensions, problems_of_tables

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FLOWS = """
  <{p}sequenceFlow id="f1" {extra} sourceRef="begin" targetRef="review"/>
  <{p}sequenceFlow id="f2" sourceRef="review" targetRef="opinion"/>
  <{p}sequenceFlow id="f3" name="yes" sourceRef="opinion" targetRef="yes_end">
    <{p}conditionExpression {t}>outcome == 'approve'</{p}conditionExpression></{p}sequenceFlow>
  <{p}sequenceFlow id="no" sourceRef="opinion" targetRef="no_end"/>
"""


def written(
    *, prefix: str = "bpmn:", head: str = "", process: str = "", task: str = "", inner: str = "", extra: str = ""
) -> bytes:
    """A chain of one step with a tool's own words in their places."""
    p, typed = prefix, f'xsi:type="{prefix}tFormalExpression"'
    own = f'xmlns{":" + p[:-1] if p else ""}="{BPMN}" xmlns:xsi="{XSI}"'
    flows = FLOWS.format(p=p, t=typed, extra=extra)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{p}definitions {own} {head} id="d" targetNamespace="http://example.org/t">
 <{p}process id="p" isExecutable="true" {process}>
  <{p}laneSet id="s"><{p}lane id="hr" name="人社"><{p}flowNodeRef>review</{p}flowNodeRef></{p}lane></{p}laneSet>
  <{p}startEvent id="begin"/>
  <{p}userTask id="review" name="审核" {task}>{inner}</{p}userTask>
  <{p}exclusiveGateway id="opinion" default="no" gatewayDirection="Diverging"/>
  <{p}endEvent id="yes_end" name="通过"/><{p}endEvent id="no_end" name="不予通过"/>
  {flows}
 </{p}process>
</{p}definitions>""".encode()


CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
CAMUNDA_8 = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
SIGNAVIO = 'xmlns:signavio="http://www.signavio.com"'
BIZAGI = 'xmlns:bizagi="http://www.bizagi.com/bpmn20"'
FLOWABLE = 'xmlns:flowable="http://flowable.org/bpmn"'


def extension(text: str, prefix: str = "bpmn:") -> str:
    return f"<{prefix}extensionElements>{text}</{prefix}extensionElements>"


ACCEPTED = [
    ("hand-written", {"prefix": ""}, None),
    ("Camunda Modeler 7", {"head": f'{CAMUNDA} exporter="Camunda Modeler" exporterVersion="5.30.0" '
     'modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.22.0"',
     "task": 'camunda:assignee="demo" camunda:formKey="embedded:app:form.html"', "process":
     'camunda:historyTimeToLive="180"'}, "camunda（3 处）、modeler（2 处）"),
    ("Camunda Modeler 8", {"head": CAMUNDA_8, "inner": extension(
     '<zeebe:formDefinition formId="f"/><zeebe:assignmentDefinition candidateGroups="hr"/>')}, "zeebe（2 处）"),
    ("Signavio", {"prefix": "", "head": f'{SIGNAVIO} expressionLanguage="http://www.w3.org/1999/XPath" '
     'typeLanguage="http://www.w3.org/2001/XMLSchema" exporter="Signavio Process Editor"',
     "task": 'completionQuantity="1" isForCompensation="false" startQuantity="1" implementation="##unspecified"',
     "inner": extension('<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/>', ""),
     "extra": 'isImmediate="true"'}, "signavio（1 处）"),
    ("Bizagi", {"prefix": "", "head": BIZAGI, "inner": extension(
     "<bizagi:BizagiExtensions><bizagi:BizagiProperties><bizagi:BizagiProperty "
     'bizagi:name="bgColor" bizagi:value="#ECEFFF"/></bizagi:BizagiProperties></bizagi:BizagiExtensions>', "")},
     "bizagi（5 处）"),
    ("Flowable", {"prefix": "", "head": FLOWABLE, "task": 'flowable:candidateGroups="hr"', "inner": extension(
     "<flowable:initiator-can-complete>false</flowable:initiator-can-complete>", "")}, "flowable（2 处）"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "parts", "said"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_a_file_of_another_tool_is_accepted_and_what_was_ignored_is_said(tool, parts, said):
    bundle = Bundle("p", {"p.bpmn": written(**parts)})
    assert check_bundle(bundle) == [], tool
    assert compile_bundle(bundle).user_tasks["review"].outcomes == ("approve", "return", "reject")
    assert ignored_extensions(bundle.files) == (
        [f"文件“p.bpmn”中其他工具的扩展不起作用，已忽略：{said}。"] if said else []
    )


REFUSED = [
    ("an expression of Camunda", {"head": CAMUNDA, "task": 'camunda:assignee="${x}"'}, "attribute_not_allowed"),
    ("a class of Camunda", {"head": CAMUNDA, "task": 'camunda:class="org.x.Y"'}, "attribute_not_allowed"),
    ("a listener of Camunda", {"head": CAMUNDA, "inner": extension(
     '<camunda:taskListener event="create" class="x"/>')}, "element_not_allowed"),
    ("a script within an extension", {"head": CAMUNDA, "inner": extension(
     "<camunda:a><camunda:script>x</camunda:script></camunda:a>")}, "element_not_allowed"),
    ("an expression of Zeebe", {"head": CAMUNDA_8, "inner": extension(
     "<zeebe:ioMapping><zeebe:input/></zeebe:ioMapping>")}, "element_not_allowed"),
    ("an expression of Flowable", {"prefix": "", "head": FLOWABLE, "inner": extension(
     "<flowable:due>#{bean.date}</flowable:due>", "")}, "element_not_allowed"),
    ("HTML within an extension", {"inner": extension(
     '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>')}, "code"),
    ("XInclude within an extension", {"inner": extension(
     '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')}, "element_not_allowed"),
    ("an extension without a namespace", {"inner": extension('<a xmlns="">x</a>')}, "element_not_allowed"),
    ("a base address", {"task": 'xml:base="http://evil.example/"'}, "attribute_not_allowed"),
    ("a link with code", {"head": CAMUNDA, "task": 'camunda:formKey="javascript:x"'}, "attribute_not_allowed"),
    ("tasks that wait for two tokens", {"task": 'startQuantity="2"'}, "attribute_not_allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "parts", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_would_run_elsewhere_is_refused(what, parts, code):
    problems = check_bundle(Bundle("p", {"p.bpmn": written(**parts)}))
    assert code in {problem.code for problem in problems}, what
    assert all("请" in problem.message or "只" in problem.message for problem in problems)


def test_the_empty_main_process_of_bizagi_is_refused_with_its_cure():
    two = written(prefix="").replace(b"<process", b'<process id="Id_1" name="Main Process"/><process', 1)
    assert {problem.code for problem in check_bundle(Bundle("p", {"p.bpmn": two}))} == {"one_process"}


MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{model}" {head} id="d" name="DRD" namespace="http://example.org/dmn">
 {before}<decision id="way" name="层级">{inner}<decisionTable id="t" {table}>
 <input id="i" label="学时" {column}><inputExpression id="e" typeRef="number" {expression}><text>hours</text>
 </inputExpression></input><output id="o" name="way" typeRef="string"/>
 <rule id="r1"><inputEntry id="c1"><text>{cell}</text></inputEntry>
 <outputEntry id="c2"><text>"a"</text></outputEntry>
 </rule></decisionTable></decision></definitions>"""


def dmn(**parts: str) -> bytes:
    """A decision table with a tool's own words in their places."""
    blank = dict.fromkeys(("head", "before", "inner", "table", "column", "expression"), "")
    return TABLE.format(**{"model": MODEL, "cell": "&gt; 8", **blank, **parts}).encode()


@pytest.mark.parametrize(
    ("tool", "parts"),
    [
        ("hand-written", {}),
        ("older DMN", {"model": "http://www.omg.org/spec/DMN/20151101/dmn.xsd"}),
        ("Camunda Modeler", {"head": 'xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
         'xmlns:camunda="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler" exporterVersion="5.30.0" '
         'modeler:executionPlatform="Camunda Platform"', "column": 'camunda:inputVariable="h"'}),
        ("dmn-js", {"head": 'xmlns:biodi="http://bpmn.io/schema/dmn/biodi/2.0"', "column": 'biodi:width="192"'}),
        ("Signavio", {"head": 'xmlns:sig="http://www.signavio.com/dmn/1.2/ext"', "before":
         '<extensionElements/><inputData id="in" name="学时"><variable name="hours" typeRef="number"/></inputData>',
         "inner": '<extensionElements><sig:shapeId>sid-1</sig:shapeId></extensionElements><informationRequirement>'
         '<requiredInput href="#in"/></informationRequirement>'}),
        ("Flowable", {"head": 'xmlns:flowable="http://flowable.org/dmn"', "table": 'hitPolicy="FIRST"',
         "column": 'flowable:collectionOperator="ANY"'}),
    ],
)  # fmt: skip
def test_a_table_of_another_tool_is_accepted(tool: str, parts: dict[str, str]) -> None:
    assert problems_of_tables("t.dmn", dmn(**parts), {}) == [], tool


@pytest.mark.parametrize(
    ("what", "parts", "code"),
    [
        ("a script", {"inner": "<literalExpression><text>1</text></literalExpression>"}, "element_not_allowed"),
        ("another language", {"expression": 'expressionLanguage="groovy"'}, "attribute_not_allowed"),
        ("ranges of FEEL", {"cell": "[1..10]"}, "expression_broken"),
        ("not() of FEEL", {"cell": 'not("a")'}, "expression_not_allowed"),
        ("a function of FEEL", {"cell": 'date("2026-01-01")'}, "expression_not_allowed"),
        ("code", {"cell": "__import__('os').system('id')"}, "expression_not_allowed"),
        ("dunder access", {"cell": "> hours.__class__"}, "expression_not_allowed"),
        ("a format string", {"cell": "f'{hours}'"}, "expression_not_allowed"),
        ("a huge power", {"cell": "> 9**9**9"}, "expression_not_allowed"),
        ("a huge number", {"cell": "> 99999999999999999999"}, "number_too_big"),
        ("a list that goes on", {"cell": "1] or [2"}, "expression_not_allowed"),
        ("a comparison that breaks out", {"cell": "> 1) or (1"}, "expression_broken"),
        ("all hits", {"table": 'hitPolicy="COLLECT"'}, "hit_policy"),
        ("an aggregation", {"table": 'hitPolicy="COLLECT" aggregation="SUM"'}, "attribute_not_allowed"),
        ("an outcome", {"cell": "== outcome"}, "outcome_in_table"),
        ("XInclude", {"before": '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'},
         "element_not_allowed"),
        ("an import", {"before": '<import namespace="x" locationURI="file:///x"/>'}, "element_not_allowed"),
        ("a listener", {"inner": '<extensionElements><c:script xmlns:c="urn:c">x</c:script></extensionElements>'},
         "element_not_allowed"),
        ("a base address", {"head": 'xml:base="http://evil.example/"'}, "attribute_not_allowed"),
    ],
)  # fmt: skip
def test_a_table_that_would_do_more_is_refused(what: str, parts: dict[str, str], code: str) -> None:
    assert code in {problem.code for problem in problems_of_tables("t.dmn", dmn(**parts), {})}, what
