from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.services.accounts import captchas
from models import Captcha


@pytest.fixture
def answer(session):
    """What the picture of the browser "owner" shows."""
    captchas.draw(session, "owner", "AB3K")
    return "AB3K"


def test_a_captcha_is_a_picture(session):
    assert captchas.draw(session, "owner", "AB3K").startswith(b"\x89PNG\r\n")


def test_each_picture_has_letters_of_its_own_that_cannot_be_confused():
    answers = {captchas.new_answer() for _ in range(50)}
    assert len(answers) > 45
    assert not set("".join(answers)) & set("0O1IL5S2Z")


def test_the_right_answer_is_taken_once(session, answer):
    assert captchas.redeem(session, "owner", answer)
    assert not captchas.redeem(session, "owner", answer)


@pytest.mark.parametrize("typed", ["ab3k", " AB3K ", "\uff21\uff22\uff13\uff2b", "a b 3 k"])
def test_an_answer_is_taken_as_it_is_typed(session, answer, typed):
    assert captchas.redeem(session, "owner", typed)


def test_a_wrong_answer_uses_the_picture_up(session, answer):
    assert not captchas.redeem(session, "owner", "XXXX")
    assert not captchas.redeem(session, "owner", answer)


def test_an_answer_belongs_to_one_browser(session, answer):
    assert not captchas.redeem(session, "somebody else", answer)


def test_a_new_picture_makes_the_one_before_void(session, answer):
    captchas.draw(session, "owner", "YYYY")
    assert not captchas.redeem(session, "owner", answer)


def test_a_picture_is_good_for_five_minutes(session, answer):
    left = session.scalar(select(Captcha.expires_at - func.now()))
    assert left == timedelta(minutes=5)
    session.execute(update(Captcha).values(expires_at=func.now() - timedelta(seconds=1)))
    assert not captchas.redeem(session, "owner", answer)


def test_the_table_does_not_hold_the_answer(session, answer):
    kept = session.scalars(select(Captcha)).one()
    assert b"AB3K" not in kept.answer_hash
    assert b"owner" not in kept.token_hash
