"""Sorting Chinese names."""

from app.services.name_key import name_key


def test_names_sort_as_in_a_dictionary():
    names = ["郑州市", "安阳市", "开封市", "洛阳市"]

    assert sorted(names, key=name_key) == ["安阳市", "开封市", "洛阳市", "郑州市"]


def test_the_tone_decides_between_equal_syllables():
    assert name_key("妈") < name_key("马") < name_key("骂")


def test_letters_sort_without_regard_to_case():
    assert name_key("BIM中心") == name_key("bim中心")
