"""Conditions of a diagram in the words of users."""

import re

from app.services.approvals.outcomes import LABELS as OUTCOMES
from app.services.diagrams.vocabulary import VALUES, VARIABLES

TOKEN = re.compile(r"""outcome_of\(\s*['"](\w*)['"]\s*\)|'[^']*'|"[^"]*"|[A-Za-z_]\w*|[=!<>]=|[\d.]+|\S""")
WORDS = {
    "outcome": "结论",
    "and": "且",
    "or": "或",
    "not": "非",
    "in": "属于",
    "True": "是",
    "False": "否",
    "==": "为",
    "!=": "不为",
    ">=": "不小于",
    "<=": "不大于",
    ">": "大于",
    "<": "小于",
}
LITERALS = {member.value: member.label for kind in VALUES.values() for member in kind}  # type: ignore[attr-defined]


def condition_in_words(text: str) -> str:
    """`outcome == 'approve' and hours >= 8` as 结论 为“通过” 且 学时 不小于 8.

    What is not known stays as it is written.
    """
    return " ".join(_word(found) for found in TOKEN.finditer(text)).replace(" “", "“")


def rule_in_words(text: str) -> str:
    """`base_level == 'city' => way = 'hr'` as 基地级别 为“市级”时，way 为“hr”."""
    conditions, arrow, outputs = text.partition(" => ")
    if not arrow:
        return text
    when = "其余情形" if conditions == "-" else condition_in_words(conditions)
    gives = "，".join(condition_in_words(one.replace(" = ", " == ", 1)) for one in outputs.split(", "))
    return f"{when}时，{gives}"


def _word(found: re.Match[str]) -> str:
    token = found[0]
    if found[1]:
        return f"环节“{found[1]}”的结论"
    if token[0] in "'\"":
        value = token[1:-1]
        return f"“{OUTCOMES.get(value, LITERALS.get(value, value))}”"
    return WORDS.get(token, VARIABLES.get(token, token))
