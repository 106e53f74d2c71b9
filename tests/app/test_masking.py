from __future__ import annotations

import pytest

from app.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("+8613812341234", "+86*******1234"),
        ("5551234", "*****34"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_a_phone_number_hides_its_middle(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("欧阳某", "欧**"), ("张", "*"), ("", "")])
def test_a_name_shows_its_first_sign(name: str, masked: str) -> None:
    assert mask_name(name) == masked
