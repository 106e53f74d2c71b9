"""The outcomes that a user task may offer, in the users' words."""

LABELS = {
    "approve": "通过",
    "return": "退回",
    "reject": "不予通过",
    "resubmit": "重新申报",
    "give_up": "放弃申报",
    "excellent": "优秀",
    "qualified": "合格",
    "unqualified": "不合格",
    "confirm": "确认审验不通过",
    "dismiss": "维持合格",
}

NEED_COMMENT = frozenset({"return", "reject", "unqualified", "dismiss"})  # whoever gets it back must know why


def label_of(outcome: str) -> str:
    """The outcome as users know it; one that a diagram invents is shown as it is written there."""
    return LABELS.get(outcome, outcome)


def needs_comment(outcome: str) -> bool:
    """Whether the decider has to write why."""
    return outcome in NEED_COMMENT
