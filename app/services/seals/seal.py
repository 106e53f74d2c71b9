"""Sealing a day; a periodic job calls it, and a second call does nothing."""

from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import Seal

DIGEST = """
    sha256(convert_to(seal.day::text, 'UTF8') || seal.previous || coalesce(
        (SELECT string_agg(int8send(instance_id) || int2send(seq) || head, ''::bytea ORDER BY instance_id)
           FROM {heads}), ''::bytea))
"""

_SEALING = text(f"""
    WITH seal AS (
        SELECT cast(:day AS date) AS day,
               coalesce((SELECT hash FROM seal ORDER BY id DESC LIMIT 1), ''::bytea) AS previous),
    changed AS MATERIALIZED (
        SELECT i.id AS instance_id, i.event_count AS seq, i.chain_head AS head
          FROM instance i
         WHERE i.event_count > 0
           AND NOT EXISTS (SELECT FROM seal_head s WHERE s.instance_id = i.id AND s.seq = i.event_count)),
    made AS (
        INSERT INTO seal (day, previous, heads, hash)
        SELECT day, previous, (SELECT count(*) FROM changed), {DIGEST.format(heads="changed")} FROM seal
        RETURNING id)
    INSERT INTO seal_head (seal_id, instance_id, seq, head)
    SELECT made.id, instance_id, seq, head FROM made CROSS JOIN changed
""")  # noqa: S608 -- of constants


def seal_day(session: Session, day: date) -> bool:
    """Seal the heads of all chains that changed since the last seal, under this day; False: it is sealed already.

    A day before the last sealed one is not sealed any more: the chain only grows.
    """
    session.execute(text("SET LOCAL statement_timeout = '15min'"))  # a busy day has a million instances
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('seal'))"))
    if session.scalar(select(Seal.id).where(Seal.day >= day).limit(1)) is not None:
        return False
    session.execute(_SEALING, {"day": day})
    return True
