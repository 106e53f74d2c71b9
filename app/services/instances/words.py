"""Places, ends and acts of an instance in the words of its users, with the tone that a page gives them."""

from typing import NamedTuple

from app.services.approvals.outcomes import label_of


class Word(NamedTuple):
    """What is said, and how: success, warning, danger, info or neutral."""

    text: str
    tone: str


PLACES = {
    "base": Word("已退回", "warning"),
    "employer": Word("待单位审核", "info"),
    "competent": Word("待主管部门审核", "info"),
    "hr": Word("待人社审核", "info"),
    "applicant": Word("已退回", "warning"),
    "learner": Word("已退回", "warning"),
    "receiver": Word("待受理部门审核", "info"),
    "superior": Word("待上级审核", "info"),
    "new_superior": Word("待新上级审核", "info"),
    "organization": Word("已退回", "warning"),
    "system": Word("已退回", "warning"),
    "security": Word("待安全管理员审核", "info"),
}
"""Where an open work item is, by its party; what is back with the submitter was returned."""

ENDS = {
    "approved": Word("合格", "success"),
    "rejected": Word("不予通过", "danger"),
    "withdrawn": Word("已撤回", "neutral"),
    "abandoned": Word("已放弃申报", "neutral"),
}
"""How an instance ended."""

ALIKE = {
    "approved": ("approved", "excellent", "qualified", "confirmed"),
    "rejected": ("rejected", "unqualified", "dismissed"),
}
"""Ends that a filter takes for the same: a report that was graded well has passed too."""

OUTCOME_TONES = {
    "approve": "success",
    "return": "warning",
    "reject": "danger",
    "resubmit": "info",
    "excellent": "success",
    "qualified": "success",
    "unqualified": "danger",
    "confirm": "danger",
    "dismiss": "success",
}
"""How a decision looks; its words are those of the approvals."""


def word(table: dict[str, Word], name: str) -> Word:
    """The word for `name`; a diagram may bring names of its own, which then stand for themselves."""
    return table.get(name, Word(name, "neutral"))


def outcome_word(outcome: str) -> Word:
    """The word for a decision."""
    return Word(label_of(outcome), OUTCOME_TONES.get(outcome, "neutral"))
