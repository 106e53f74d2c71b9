"""The allow-list: which elements and attributes a diagram may hold, and what to say about well-known others."""

from collections.abc import Mapping

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_NOTES = frozenset({"documentation", "extensionElements"})
_LINKED = _NOTES | {"incoming", "outgoing"}
_FLOW_NODES = frozenset(
    {
        "startEvent",
        "endEvent",
        "userTask",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "subProcess",
        "callActivity",
        "businessRuleTask",
        "boundaryEvent",
    }
)
_ARTIFACTS = frozenset({"textAnnotation", "association", "group"})
_BODY = _FLOW_NODES | _ARTIFACTS | {"sequenceFlow"}

# What each element may hold.
CHILDREN: Mapping[str, frozenset[str]] = {
    "definitions": _NOTES | {"process", "collaboration", "category"},
    "collaboration": _NOTES | _ARTIFACTS | {"participant"},
    "participant": _NOTES,
    "process": _NOTES | _BODY | {"laneSet"},
    "laneSet": _NOTES | {"lane"},
    "lane": _NOTES | {"flowNodeRef"},
    "startEvent": _LINKED,
    "endEvent": _LINKED,
    "userTask": _LINKED | {"multiInstanceLoopCharacteristics"},
    "multiInstanceLoopCharacteristics": frozenset(),
    "exclusiveGateway": _LINKED,
    "parallelGateway": _LINKED,
    "inclusiveGateway": _LINKED,
    "subProcess": _LINKED | _BODY,
    "callActivity": _LINKED,
    "businessRuleTask": _LINKED,
    "boundaryEvent": _LINKED | {"timerEventDefinition"},
    "timerEventDefinition": frozenset({"timeDuration"}),
    "timeDuration": frozenset(),
    "sequenceFlow": _NOTES | {"conditionExpression"},
    "conditionExpression": frozenset(),
    "textAnnotation": _NOTES | {"text"},
    "association": _NOTES,
    "group": _NOTES,
    "category": _NOTES | {"categoryValue"},
    "categoryValue": _NOTES,
    "extensionElements": frozenset({"properties", "calledDecisionId"}),
    "properties": frozenset({"property"}),
    "property": frozenset(),
    "calledDecisionId": frozenset(),
    "documentation": frozenset(),
    "text": frozenset(),
    "incoming": frozenset(),
    "outgoing": frozenset(),
    "flowNodeRef": frozenset(),
}
EXTENSIONS = frozenset({"properties", "property", "calledDecisionId"})  # these live in SpiffWorkflow's namespace

# What each element may say beside id and name. Types of expressions are written as xsi:type.
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "definitions": frozenset({"targetNamespace", "exporter", "exporterVersion"}),
    "collaboration": frozenset({"isClosed"}),
    "participant": frozenset({"processRef"}),
    "process": frozenset({"isExecutable", "isClosed", "processType"}),
    "multiInstanceLoopCharacteristics": frozenset({"isSequential"}),
    "exclusiveGateway": frozenset({"default", "gatewayDirection"}),
    "inclusiveGateway": frozenset({"default", "gatewayDirection"}),
    "parallelGateway": frozenset({"gatewayDirection"}),
    "callActivity": frozenset({"calledElement"}),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity"}),
    "timeDuration": frozenset({f"{{{XSI}}}type"}),
    "conditionExpression": frozenset({f"{{{XSI}}}type"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef"}),
    "textAnnotation": frozenset({"textFormat"}),
    "documentation": frozenset({"textFormat"}),
    "association": frozenset({"sourceRef", "targetRef", "associationDirection"}),
    "group": frozenset({"categoryValueRef"}),
    "categoryValue": frozenset({"value"}),
    "property": frozenset({"value"}),
}
EVERYWHERE = frozenset({"id", "name", f"{{{XSI}}}schemaLocation"})

# What other tools write although it is what holds anyway.
DEFAULTS: Mapping[str, str] = {
    "startQuantity": "1",
    "completionQuantity": "1",
    "isForCompensation": "false",
    "triggeredByEvent": "false",
    "isInterrupting": "true",
    "parallelMultiple": "false",
    "isImmediate": "true",
    "implementation": "##unspecified",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
    "expressionLanguage": "http://www.w3.org/1999/XPath",
}

_CODE = "流程图中不能写代码，请删去，改用用户任务、网关条件或决策表"
_TIMER = "定时器只能设在任务边框上，用时长（如 P5D）"
_EVENT = "只能用普通开始事件、命名的结束事件和任务边框上的定时器，请改画"
_DATA = "流程图不保存数据，请删去，事项数据由系统按名称提供"
_COUNTERSIGN = "会签规则请写在任务的“会签”属性里，多实例标记里不能写内容"

# Code, Chinese name and cure of what people draw or attackers try.
REFUSED: Mapping[str, tuple[str, str, str]] = {
    "scriptTask": ("code", "脚本任务", _CODE),
    "script": ("code", "脚本", _CODE),
    "serviceTask": ("code", "服务任务", _CODE),
    "serviceTaskOperator": ("code", "服务调用", _CODE),
    "preScript": ("code", "前置脚本", _CODE),
    "postScript": ("code", "后置脚本", _CODE),
    "unitTests": ("code", "脚本测试", _CODE),
    "messagePayload": ("payload", "消息内容表达式", _CODE),
    "payloadExpression": ("payload", "信号内容表达式", _CODE),
    "messageVariable": ("payload", "消息变量", _CODE),
    "variableName": ("payload", "信号变量", _CODE),
    "timeCycle": ("time_cycle", "循环定时", f"{_TIMER}，不能循环；催办由系统按任务的办理期限发出"),
    "timeDate": ("time_date", "定点定时", _TIMER),
    "loopCardinality": ("countersign_expression", "多实例次数", _COUNTERSIGN),
    "completionCondition": ("countersign_expression", "多实例完成条件", _COUNTERSIGN),
    "loopDataInputRef": ("countersign_expression", "多实例数据", _COUNTERSIGN),
    "loopDataOutputRef": ("countersign_expression", "多实例数据", _COUNTERSIGN),
    "inputDataItem": ("countersign_expression", "多实例数据", _COUNTERSIGN),
    "outputDataItem": ("countersign_expression", "多实例数据", _COUNTERSIGN),
    "standardLoopCharacteristics": ("loop_marker", "循环标记", "请用网关和回退连线画出循环"),
    "task": ("element_not_allowed", "未定类型的任务", "请把它改成用户任务"),
    "manualTask": ("element_not_allowed", "手工任务", "请把它改成用户任务"),
    "sendTask": ("element_not_allowed", "发送任务", "请删去，通知由系统发出"),
    "receiveTask": ("element_not_allowed", "接收任务", "请把它改成用户任务"),
    "eventBasedGateway": ("element_not_allowed", "事件网关", "请改用排他网关，或任务边框上的定时器"),
    "complexGateway": ("element_not_allowed", "复杂网关", "请改用排他、并行或包容网关"),
    "transaction": ("element_not_allowed", "事务子流程", "请改用普通子流程"),
    "adHocSubProcess": ("element_not_allowed", "特别子流程", "请改用普通子流程"),
    "intermediateCatchEvent": ("element_not_allowed", "中间捕获事件", _EVENT),
    "intermediateThrowEvent": ("element_not_allowed", "中间抛出事件", _EVENT),
    "messageEventDefinition": ("element_not_allowed", "消息事件", _EVENT),
    "signalEventDefinition": ("element_not_allowed", "信号事件", _EVENT),
    "errorEventDefinition": ("element_not_allowed", "错误事件", _EVENT),
    "escalationEventDefinition": ("element_not_allowed", "升级事件", _EVENT),
    "conditionalEventDefinition": ("element_not_allowed", "条件事件", _EVENT),
    "terminateEventDefinition": ("element_not_allowed", "终止事件", _EVENT),
    "cancelEventDefinition": ("element_not_allowed", "取消事件", _EVENT),
    "compensateEventDefinition": ("element_not_allowed", "补偿事件", _EVENT),
    "timerEventDefinition": ("timer_place", "定时器", _TIMER),
    "messageFlow": ("element_not_allowed", "消息流", "一个文件只画一个泳池，请删去其他泳池和消息流"),
    "childLaneSet": ("element_not_allowed", "嵌套泳道", "请把泳道画成并列的一层"),
    "dataObject": ("element_not_allowed", "数据对象", _DATA),
    "dataObjectReference": ("element_not_allowed", "数据对象", _DATA),
    "dataStore": ("element_not_allowed", "数据存储", _DATA),
    "dataStoreReference": ("element_not_allowed", "数据存储", _DATA),
    "ioSpecification": ("element_not_allowed", "数据输入输出", _DATA),
    "property": ("element_not_allowed", "属性", "属性只能写在用户任务和泳道的扩展属性里"),
}
