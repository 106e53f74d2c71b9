"""Captchas: one picture a browser at a time, answered once."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import lru_cache

from captcha.image import ImageCaptcha, random_color
from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.plain_text import without_blanks
from models import Captcha

LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"  # without those that look alike
LENGTH = 4
SIZE = (256, 72)  # twice as large as shown, for sharp screens
DARK = (10, 110)  # of 255: paler letters are hard to read
GOOD_FOR = timedelta(minutes=5)


def new_answer() -> str:
    """Return letters to draw."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def draw(session: Session, owner: str, answer: str) -> bytes:
    """Return a picture (PNG) of `answer` for `owner`, a secret of the browser; the one before is void."""
    values = {"answer_hash": _answer_hash(owner, answer), "expires_at": func.now() + GOOD_FOR}
    session.execute(
        insert(Captcha)
        .values(token_hash=_owner_hash(owner), **values)
        .on_conflict_do_update(index_elements=[Captcha.token_hash], set_=values)
    )
    return _painter().generate(answer, fg_color=random_color(*DARK)).getvalue()


def redeem(session: Session, owner: str, answer: str) -> bool:
    """Whether `answer` is what the picture of `owner` shows; right or wrong, the picture is used up."""
    kept = session.scalar(
        delete(Captcha)
        .where(Captcha.token_hash == _owner_hash(owner), Captcha.expires_at > func.now())
        .returning(Captcha.answer_hash)
        .execution_options(synchronize_session=False)
    )
    return kept is not None and hmac.compare_digest(kept, _answer_hash(owner, answer))


def _owner_hash(owner: str) -> bytes:
    return hashlib.sha256(f"captcha:{owner}".encode()).digest()


def _answer_hash(owner: str, answer: str) -> bytes:
    """Keyed by the owner's secret, which the table does not hold: its few answers cannot be tried."""
    return hmac.digest(owner.encode(), without_blanks(answer).upper().encode(), hashlib.sha256)


@lru_cache(maxsize=1)
def _painter() -> ImageCaptcha:
    return ImageCaptcha(*SIZE, font_sizes=(52, 58, 64))
