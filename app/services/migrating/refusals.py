"""Why nothing is moved."""

from app.errors import Refusal


class NothingToMove(Refusal):
    """没有选择要转版的事项，请至少为一组选择“转到新版本”。"""


class ChoiceNotOffered(Refusal):
    """“{at}”的{count}件事项不能“{choice}”，请刷新后重新选择。"""


class GroupNotFound(Refusal):
    """所选的分组已不存在，请刷新转版计划后重新选择。"""


class MigrationRunning(Refusal):
    """该流程正在转版（已处理{moved}件，共{total}件），请等它完成后再操作。"""


class NotToBeUndone(Refusal):
    """这次操作本身是撤销转版，不能再撤销；如需再转，请重新制定转版计划。"""


class WorkNotFound(Refusal):
    """原来的待办已找不到，不能撤销转版。"""


class OpensForNobody(Refusal):
    """新版本里的环节没有单位或人员可以办理，事项留在原来的版本。请先调整流程图或单位信息，再转版。"""
