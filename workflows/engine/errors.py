"""One class for each reason why the engine says no; the docstring is the sentence for the reader."""

from collections.abc import Sequence

from .problems import Problem


class WorkflowError(Exception):
    """流程引擎无法继续。"""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").format(**facts))

    def __getattr__(self, name: str) -> object:
        """Facts read as attributes: ``error.task_key``."""
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)


class DiagramRefused(WorkflowError):
    """流程图未通过检查：{summary}"""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(summary=" ".join(problem.message for problem in self.problems))


class UnknownTask(WorkflowError):
    """待办任务“{task_key}”当前没有打开，可能已被办理或被取消。"""


class UnknownTimer(WorkflowError):
    """定时器“{timer_key}”当前没有在等待，可能已触发或已取消。"""


class OutcomeNotOffered(WorkflowError):
    """任务“{task_key}”没有“{outcome}”这一办理结果，可选的有：{offered}。"""


class EventOutOfPlace(WorkflowError):
    """事件“{kind}”不能在此处发生：流程只能启动一次，且启动后才能办理。"""


class PathTooLong(WorkflowError):
    """该事项往返次数已达上限（{limit}），请撤回后重新申报。"""


class StuckWorkflow(WorkflowError):
    """流程走到了没有出口的地方：{reason}。请联系系统管理员检查流程图。"""


class EndsDisagree(WorkflowError):
    """流程同时到达了多个结束（{ends}），无法确定办理结果。请联系系统管理员检查流程图。"""


class StateNotUnderstood(WorkflowError):
    """保存的流程状态无法读取：{reason}。"""


class EventNotUnderstood(WorkflowError):
    """保存的流程事件无法读取：{reason}。"""


class VariableMissing(WorkflowError):
    """流程条件需要的数据缺失：{names}。"""


class ValueNotComparable(WorkflowError):
    """流程条件“{condition}”无法计算：{reason}。"""


class NoSingleRule(WorkflowError):
    """决策表“{decision}”中没有唯一匹配的规则，请系统管理员补全该表。"""


class ProjectionMismatch(WorkflowError):
    """事件携带的条件取值与该版本流程图的条件不一致。"""


class CodeRefused(WorkflowError):
    """流程图中的代码不会被执行：{what}。"""
