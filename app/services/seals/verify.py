"""Checking the seals: each covers the one before and its heads, and each head is still an event of its chain."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.services.seals.seal import DIGEST

_HEADS = "seal_head WHERE seal_id = seal.id"
_LINKS = text(f"""
    SELECT day, fits, follows
      FROM (SELECT id, day, hash = {DIGEST.format(heads=_HEADS)} AS fits,
                   previous = lag(hash, 1, ''::bytea) OVER (ORDER BY id) AS follows
              FROM seal) AS checked
     WHERE NOT (fits AND follows)
     ORDER BY id
     LIMIT 1
""")  # noqa: S608 -- of constants

_HEAD = text("""
    SELECT seal.day, sealed.instance_id
      FROM seal_head sealed
      JOIN seal ON seal.id = sealed.seal_id
      LEFT JOIN instance_event e ON e.instance_id = sealed.instance_id AND e.seq = sealed.seq
     WHERE e.hash IS DISTINCT FROM sealed.head
     ORDER BY sealed.seal_id, sealed.instance_id
     LIMIT 1
""")


@dataclass(frozen=True)
class BrokenSeal:
    """The first seal that does not hold, and why."""

    day: date
    reason: str


def first_broken_seal(session: Session) -> BrokenSeal | None:
    """The earliest of them; None where all hold."""
    session.execute(text("SET LOCAL statement_timeout = '15min'"))
    found = []
    if link := session.execute(_LINKS).one_or_none():
        reason = "与前一日的封印不衔接，可能有封印被删除或改动过。" if not link.follows else "内容与校验值不符。"
        found.append(BrokenSeal(link.day, reason))
    if head := session.execute(_HEAD).one_or_none():
        found.append(BrokenSeal(head.day, f"事项 {head.instance_id} 的办理记录与封印时不同，可能被改动过。"))
    return min(found, key=lambda one: one.day, default=None)
