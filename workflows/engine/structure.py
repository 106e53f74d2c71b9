"""How a scope must be drawn: one start, named ends, gateways with a default, timers on activities, no dead ends."""

from .graph import reachable
from .model import ACTIVITIES, GATEWAYS, Diagram, Flow, Kind, Node, Scope
from .problems import Report
from .user_tasks import is_duration

_TIMED = ACTIVITIES | {Kind.USER}
_CHOOSING = (Kind.EXCLUSIVE, Kind.INCLUSIVE)


def check_structure(diagram: Diagram, report: Report) -> None:
    """Report every scope that is not drawn as one can be run."""
    for scope in diagram.scopes.values():
        check = _ScopeCheck(diagram, scope, report)
        check.flows()
        if not check.wrong:
            check.starts_and_ends()
            check.gateways()
            check.timers()
        if not check.wrong:
            check.reach()


class _ScopeCheck:
    """The checks of one scope; ``wrong`` once any found something."""

    def __init__(self, diagram: Diagram, scope: Scope, report: Report) -> None:
        self.diagram = diagram
        self.scope = scope
        self.report = report
        self.wrong = False

    def add(self, code: str, item: Node | Flow | Scope, message: str) -> None:
        self.wrong = True
        self.report.add(code, self.scope.file, message, item.id, item.name)

    def flows(self) -> None:
        nodes = self.scope.nodes
        pairs: set[tuple[str, str]] = set()
        for flow in self.scope.flows:
            if not flow.id or flow.source not in nodes or flow.target not in nodes:
                self.add("flow_loose", flow, f"连线“{flow.name or flow.id}”没有连好两端，请重新连接。")
                continue
            ends = f"“{_title(nodes[flow.source])}”到“{_title(nodes[flow.target])}”"
            if (flow.source, flow.target) in pairs:
                self.add("flow_doubled", flow, f"{ends}有两条连线，请合成一条，条件用 or 连接。")
            pairs.add((flow.source, flow.target))
            if nodes[flow.target].kind in (Kind.START, Kind.TIMER) or nodes[flow.source].kind is Kind.END:
                self.add("flow_direction", flow, f"{ends}的连线方向不对：开始事件和定时器不能进，结束事件不能出。")

    def starts_and_ends(self) -> None:
        if len(self.scope.of_kind(Kind.START)) != 1:
            title = self.scope.name or self.scope.id
            self.add("one_start", self.scope, f"“{title}”须恰好有一个开始事件，请增删。")
        if not self.scope.of_kind(Kind.END):
            title = self.scope.name or self.scope.id
            self.add("end_missing", self.scope, f"“{title}”没有结束事件，请添加并命名。")
        for node in self.scope.nodes.values():
            out = len(self.scope.outgoing(node.id))
            if node.kind is not Kind.END and out == 0:
                self.add("dead_end", node, f"“{_title(node)}”之后没有连线，请连到下一步或结束事件。")
            if node.kind not in GATEWAYS and out > 1:
                self.add("implicit_split", node, f"“{_title(node)}”之后有多条连线，请先接一个网关再分支。")

    def gateways(self) -> None:
        for node in self.scope.nodes.values():
            flows = self.scope.outgoing(node.id)
            choosing = node.kind in _CHOOSING and len(flows) > 1
            if choosing and node.default not in {flow.id for flow in flows}:
                self.add("default_missing", node, f"网关“{_title(node)}”没有默认连线，请把一条出线设为默认。")
            for flow in flows:
                self._condition(node, flow, choosing and flow.id != node.default)

    def _condition(self, node: Node, flow: Flow, needed: bool) -> None:
        title = f"“{_title(node)}”的出线“{flow.name or flow.id}”"
        if needed and not flow.condition:
            self.add("condition_missing", flow, f"{title}没有条件，请填写条件，或把它设为默认连线。")
        if not needed and flow.condition is not None:
            reason = (
                "默认连线和单独的出线不写条件" if node.kind in _CHOOSING else "只有排他网关和包容网关的出线能写条件"
            )
            self.add("condition_misplaced", flow, f"{title}不应有条件（{reason}），请删去条件。")

    def timers(self) -> None:
        for node in self.scope.of_kind(Kind.TIMER):
            host = self.scope.nodes.get(node.attached_to)
            if host is None or host.kind not in _TIMED:
                self.add("timer_place", node, f"定时器“{_title(node)}”须贴在用户任务、子流程或调用活动的边框上。")
            if not is_duration(node.duration):
                message = (
                    f"定时器“{_title(node)}”的时长“{node.duration}”不对，请写成 P5D（5 天）或 PT12H（12 小时）。"
                )
                self.add("timer_duration", node, message)

    def reach(self) -> None:
        start = self.scope.of_kind(Kind.START)[0]
        reached = reachable(self.scope, [start.id])
        for node in self.scope.nodes.values():
            if node.id not in reached:
                self.add("unreachable", node, f"从开始事件走不到“{_title(node)}”，请连上或删除。")
            elif not any(self.scope.nodes[end].kind is Kind.END for end in reachable(self.scope, [node.id])):
                self.add("no_way_out", node, f"从“{_title(node)}”走不到任何结束事件，请补上出路。")


def _title(node: Node) -> str:
    return node.name or node.id
