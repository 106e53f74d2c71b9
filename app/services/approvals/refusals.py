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


class AlreadyEnded(Refusal):
    """该事项已办结，不能撤回。"""


class PartyMissing(Refusal):
    """“{task}”环节找不到办理单位：{count}条。请联系系统管理员检查单位信息。"""
