"""Why an approval verb leaves a row alone; each sentence is shown to the person who asked."""

from typing import ClassVar

from app.errors import Refusal


class AlreadyDecided(Refusal):
    """该事项已由{by}于{at:%Y年%m月%d日 %H:%M}办理({outcome})。"""


class NoLongerOpen(Refusal):
    """该事项已不在待办中：申报方已撤回，或流程已进入其他环节。"""


class ChangedSinceSeen(Refusal):
    """该事项在您查看之后又被修改并重新提交，请查看新内容后再办理。"""


class OutcomeNotOffered(Refusal):
    """“{task}”环节没有“{outcome}”这一办理结果。"""

    status: ClassVar[int] = 422


class CommentRequired(Refusal):
    """退回、不予通过或评为不合格时必须填写办理意见，让对方知道原因和如何修改。"""

    status: ClassVar[int] = 422


class CommentTooLong(Refusal):
    """办理意见最多{limit}字，现有{length}字。"""

    status: ClassVar[int] = 422


class OwnItem(Refusal):
    """这是您本人提交的事项，须由其他人员审核。"""


class DecidedByOthers(Refusal):
    """该事项已有单位办理过，不能撤回；如需修改，请联系当前办理单位退回。"""


class NotYourProposal(Refusal):
    """该事项由本部门同事提出，只能由其本人或超级管理员撤回；不同意的，请在待办中办理。"""


class AlreadyEnded(Refusal):
    """该事项已办结，不能再撤回、留言或抄送。"""


class HeldByOther(Refusal):
    """该事项由{by}办理中；如需由您办理，请其退回待办或转办给您。"""


class HeldByNobody(Refusal):
    """该事项没有人认领，无需退回。"""


class SubmittersTurn(Refusal):
    """该事项已退回提交人修改，重新提交后才能办理。"""


class SeveralSign(Refusal):
    """该事项由多人会签，请各自签署；不能认领、转办或委托。"""


class ToYourself(Refusal):
    """不能选择您本人，请选择一位同事。"""

    status: ClassVar[int] = 422


class NotCopied(Refusal):
    """只能抄送给该事项的当事单位及其上级单位；所选单位可能已停用或变更，请刷新页面后重新选择。"""

    status: ClassVar[int] = 422


class NoSuchColleague(Refusal):
    """请选择本单位在用的管理员；所选人员可能已停用或调离。"""

    status: ClassVar[int] = 422


class ColleagueMayNot(Refusal):
    """{name}的角色没有“{task}”的办理权限，请选择其他同事，或请超级管理员调整其角色。"""


class ColleagueSubmitted(Refusal):
    """该事项由{name}提交，须由其他人员审核。"""


class DelegatedToYou(Refusal):
    """该事项是受托征求您的意见，办理后即退还委托人，不能再加签。"""


class OnlyAlongside(Refusal):
    """会签环节只能并加签，请选择“并加签”。"""


class SignsAlready(Refusal):
    """{name}已在签署人之中，无需再加。"""


class AlreadySigned(Refusal):
    """您已签署({outcome})，不能重复签署。"""


class NotYetYourTurn(Refusal):
    """还没有轮到您签署，正在等待：{names}。"""


class NotASigner(Refusal):
    """该事项由指定人员签署，正在等待：{names}。"""


class DecidedEarlier(Refusal):
    """您已办理过该事项的前一环节，按流程规定须由其他人员办理本环节。"""


class SomebodyActed(Refusal):
    """在您办理之后该事项又有人办理、认领或会签，不能再撤回；如需更正，请联系当前办理单位退回。"""


class NotYourDecision(Refusal):
    """该环节由同事办理，只能由其本人撤回。"""


class StepNotOnPath(Refusal):
    """该事项没有经过所选环节，请重新选择要退回的环节。"""

    status: ClassVar[int] = 422


class UrgedToday(Refusal):
    """今天已催办过该事项，请明天再催，或直接电话联系办理单位。"""


class NothingToUrge(Refusal):
    """该事项目前不在其他单位办理，无需催办。"""


class CommentEmpty(Refusal):
    """请填写留言内容。"""

    status: ClassVar[int] = 422
