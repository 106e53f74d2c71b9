from datetime import timedelta

from sqlalchemy import func, select, update

from app.services.accounts import captchas, sessions
from app.services.accounts.sweep import sweep
from models import Captcha, LoginAttempt, UserSession


def test_a_sweep_takes_what_is_over_and_leaves_what_is_not(session):
    for model, column, is_over in (
        (UserSession, "seen_at", timedelta(minutes=31)),
        (LoginAttempt, "created_at", timedelta(hours=25)),
        (Captcha, "expires_at", timedelta(seconds=1)),
    ):
        _make_one(session, model)
        session.execute(update(model).values({column: func.now() - is_over}))
        _make_one(session, model)
    sweep(session)
    assert [session.scalar(select(func.count()).select_from(m)) for m in (UserSession, LoginAttempt, Captcha)] == [
        1
    ] * 3


def _make_one(session, model):
    if model is UserSession:
        sessions.open_session(session, data={})
    elif model is Captcha:
        captchas.draw(session, f"owner {session.scalar(select(func.count()).select_from(Captcha))}", "AB3K")
    else:
        session.add(LoginAttempt(resident_id_hash=b"0" * 32, address="", succeeded=False))
        session.flush()
