from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.config import settings
from app.services.accounts import captchas
from models import Captcha, LoginAttempt
from tests.app.conftest import make_app, page_text
from tests.app.views.conftest import submit


@pytest.fixture
def strict_client(database):
    """A browser of an application that asks for captchas."""
    return make_app(database, replace(settings(), captcha=True)).test_client()


def _read_captcha(client, database, text="AB3K"):
    """Replace the picture's answer by one that is known, as its reader knows it."""
    with database.unit_of_work() as session:
        captchas.draw(session, client.get_cookie("session").value, text)


def test_the_captcha_is_asked_for_and_shown_as_a_picture(strict_client):
    page = strict_client.get("/sign-in")
    assert "验证码" in page.text
    picture = strict_client.get("/captcha.png")
    assert picture.mimetype == "image/png"
    assert picture.headers["Cache-Control"] == "no-store"


def test_the_right_captcha_signs_in(strict_client, user, database):
    strict_client.get("/sign-in")
    _read_captcha(strict_client, database)
    assert submit(strict_client, user, captcha="ab3k").location == "/home"


def test_a_wrong_captcha_refuses_before_the_password_is_looked_at(strict_client, user, database, session):
    strict_client.get("/sign-in")
    _read_captcha(strict_client, database)
    response = submit(strict_client, user, captcha="XXXX")
    assert response.status_code == 422
    assert "验证码不正确" in page_text(response)
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0
    assert session.scalar(select(func.count()).select_from(Captcha)) == 0  # used up


def test_a_captcha_is_not_used_twice(strict_client, user, database):
    strict_client.get("/sign-in")
    _read_captcha(strict_client, database)
    submit(strict_client, user, captcha="AB3K", password="Falsch@12345")
    assert "验证码不正确" in page_text(submit(strict_client, user, captcha="AB3K"))


def test_without_a_sign_in_page_there_is_no_picture(strict_client):
    assert strict_client.get("/captcha.png").status_code == 404
