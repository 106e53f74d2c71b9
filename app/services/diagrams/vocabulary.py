"""The words that a diagram of a process may use, as its editor offers them."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.items import item_of_process
from app.permissions import REVIEWING, SUBMITTING
from app.services.approvals.outcomes import LABELS as OUTCOMES
from models import Level, Module, Receiver, SubjectType
from workflows.engine import Domain

PARTIES = {
    "base": "继续教育基地",
    "employer": "用人单位",
    "competent": "主管部门",
    "hr": "人社部门",
    "learner": "专业技术人员",
    "applicant": "申请人",
    "superior": "上级单位",
    "old_superior": "原上级单位",
    "new_superior": "新上级单位",
    "organization": "申请单位",
    "receiver": "基地选定的受理部门",
    "proposer": "提出审验的人社部门",
    "system": "系统管理员",
    "security": "安全管理员",
}
LEVELS = {"peer": "本级", "city": "上溯到市级", "province": "上溯到省级"}
ENDS = {
    "approved": "通过",
    "rejected": "不予通过",
    "abandoned": "放弃申报",
    "excellent": "优秀",
    "qualified": "合格",
    "unqualified": "不合格",
    "confirmed": "确认审验不通过",
    "dismissed": "维持合格",
}
VARIABLES = {
    "score": "成绩",
    "hours": "学时",
    "subject_type": "科目类型",
    "training_year": "培训年度",
    "base_level": "基地级别",
    "employer_level": "用人单位级别",
    "has_competent": "是否有主管部门",
    "has_superior": "是否有上级单位",
    "people": "培训人数",
    "year": "年度",
    "receiver": "受理部门",
    "industry": "所属行业代码",
    "level": "单位级别",
    "code_changes": "是否变更信用代码",
    "superior_changes": "是否变更上级单位",
    "same_hr": "调出、调入单位是否同一人社部门",
    "credit_year": "学时年度",
    "process": "流程编号",
    "is_scheduled": "是否定期生效",
}
VALUES: dict[str, type[enum.StrEnum]] = {
    "subject_type": SubjectType,
    "base_level": Level,
    "employer_level": Level,
    "level": Level,
    "receiver": Receiver,
}
"""Variables that hold one of a few words."""

TYPES = {bool: "bool", int: "int", str: "str"}


@dataclass(frozen=True)
class Term:
    """A code and what users call it."""

    id: str
    label: str


@dataclass(frozen=True)
class Variable:
    """A name that conditions may read; `type` is bool, int, str or decimal, `values` what it may be if few."""

    name: str
    type: str
    label: str
    values: Sequence[Term] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All words for one process; the submitter's party resubmits and reviews nothing."""

    submitter: str
    parties: Sequence[Term]
    levels: Sequence[Term]
    modules: Sequence[Term]
    outcomes: Sequence[Term]
    variables: Sequence[Variable]
    ends: Sequence[Term]


def vocabulary(process_id: str) -> Vocabulary:
    """The words of a process. Raises KeyError for one that nothing flows through."""
    item = item_of_process(process_id)
    modules = [module for module in Module if module in REVIEWING | SUBMITTING]
    return Vocabulary(
        submitter=item.submitter_party,
        parties=_terms(PARTIES, item.parties),
        levels=_terms(LEVELS, LEVELS),
        modules=[Term(module.value, module.label) for module in modules],
        outcomes=_terms(OUTCOMES, OUTCOMES),
        variables=[
            Variable(name, TYPES.get(kind, "decimal"), VARIABLES.get(name, name), _values(name))
            for name, kind in item.variables.items()
        ],
        ends=_terms(ENDS, item.ends),
    )


def domains(process_id: str) -> Mapping[str, Domain]:
    """What each variable of a process may be, for the checks of its decision tables."""
    return {
        name: Domain(
            kind, VARIABLES.get(name, name), [one.id for one in values], {one.id: one.label for one in values}
        )
        for name, kind in item_of_process(process_id).variables.items()
        for values in (_values(name),)
    }


def _values(variable: str) -> list[Term]:
    return [Term(one.value, one.label) for one in VALUES.get(variable, ())]  # type: ignore[attr-defined]


def _terms(labels: dict[str, str], used: object) -> list[Term]:
    """Terms of the codes that are used, in the order of the labels; one without a label stands for itself."""
    codes = set(used)  # type: ignore[call-overload]
    return [Term(code, label) for code, label in labels.items() if code in codes] + [
        Term(code, code) for code in sorted(codes - set(labels))
    ]
