"""Conditions as users read them."""

import pytest

from app.services.diagrams.condition_words import condition_in_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("outcome == 'approve'", "结论 为“通过”"),
        ("hours >= 8 and subject_type == 'public'", "学时 不小于 8 且 科目类型 为“公需科目”"),
        ("not has_competent", "非 是否有主管部门"),
        ("outcome_of('hr_review') != 'return'", "环节“hr_review”的结论 不为“退回”"),
        ("base_level in ['city', 'county']", "基地级别 属于 [“市级” ,“县级” ]"),
        ("unknown == 'x'", "unknown 为“x”"),
    ],
)
def test_a_condition_is_said_in_words(text, said):
    assert condition_in_words(text) == said
