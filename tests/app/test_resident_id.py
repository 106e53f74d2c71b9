"""GB 11643 with numbers that are nobody's: the county 410199 is not assigned."""

from __future__ import annotations

from datetime import date

import pytest

from app import resident_id
from app.resident_id import Problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("410199198001010017", None),
        ("11010519491231002X", None),
        ("11010519491231002x", Problem.NOT_EIGHTEEN),
        ("", Problem.NOT_EIGHTEEN),
        ("410199198001010017\n", Problem.NOT_EIGHTEEN),
        ("410199198002300017", Problem.BAD_BIRTH_DATE),
        ("410199198001010016", Problem.BAD_CHECK_DIGIT),
    ],
)
def test_a_number_has_the_problem_that_the_standard_sees(number: str, problem: Problem | None) -> None:
    assert resident_id.problem_of(number) == problem


def test_normalising_gives_the_form_that_is_stored() -> None:
    assert resident_id.normalise(" '11010519491231002x") == "11010519491231002X"


def test_a_number_tells_birth_date_and_sex() -> None:
    assert resident_id.birth_date("410199198001010017") == date(1980, 1, 1)
    assert resident_id.is_male("410199198001010017")
    assert not resident_id.is_male("410199198506150023")


@pytest.mark.parametrize(
    ("number", "masked"), [("410199198001010017", "410199********0017"), ("4101", "****"), ("", "")]
)
def test_a_masked_number_shows_region_and_last_four(number: str, masked: str) -> None:
    assert resident_id.mask(number) == masked
