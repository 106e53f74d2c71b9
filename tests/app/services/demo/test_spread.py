"""How learners spread over employers."""

import pytest

from app.services.demo.spread import STORY_EMPLOYERS, STORY_LEARNERS, spread


@pytest.mark.parametrize(("learners", "employers"), [(60, 6), (120, 6), (1_000, 15), (20_000, 300)])
def test_everybody_has_one_employer_and_nobody_is_left_over(learners: int, employers: int):
    counts = spread(learners, employers)

    assert len(counts) == employers
    assert sum(counts) == learners
    assert min(counts) >= 1


def test_a_few_are_large_and_many_small():
    counts = spread(20_000, 300)

    assert counts == sorted(counts, reverse=True)
    assert sum(counts[:30]) > sum(counts[30:]) * 0.8
    assert counts[-1] < 20_000 / 300 / 2


def test_the_employers_of_the_demo_accounts_have_enough_for_every_state():
    assert min(spread(60, 6)[:STORY_EMPLOYERS]) >= STORY_LEARNERS


def test_too_few_are_refused():
    with pytest.raises(ValueError, match="39"):
        spread(38, 6)
