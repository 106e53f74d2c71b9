"""Paging by key, in both directions."""

import pytest
from sqlalchemy import select

from app.services.scores.window import Window
from models import Score
from tests.factories import make_learner, make_score


@pytest.fixture
def ids(session, chain) -> list[int]:
    """Seven scores, newest first."""
    scores = [make_score(session, chain.training_class, make_learner(session)) for _ in range(7)]
    return sorted((score.id for score in scores), reverse=True)


def page(session, **bounds):
    window = Window(limit=3, **bounds)
    found = window.slice_of(session.scalars(window.over(select(Score.id), Score.id)).all())
    return list(found.rows), found.has_newer, found.has_older


def test_pages_follow_one_another_to_the_end(session, ids):
    assert page(session) == (ids[:3], False, True)
    assert page(session, after=ids[2]) == (ids[3:6], True, True)
    assert page(session, after=ids[5]) == (ids[6:], True, False)


def test_the_way_back_shows_the_same_pages(session, ids):
    assert page(session, before=ids[6]) == (ids[3:6], True, True)
    assert page(session, before=ids[3]) == (ids[:3], False, True)


def test_a_page_that_is_just_full_is_the_last(session, ids):
    assert page(session, after=ids[3]) == (ids[4:], True, False)


def test_behind_the_last_row_there_is_nothing(session, ids):
    assert page(session, after=ids[-1]) == ([], True, False)
