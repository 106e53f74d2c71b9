"""What the database knows of a chunk of rows: one statement for all of them."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Integer, LargeBinary, bindparam, text
from sqlalchemy.orm import Session

from app.services.scores.imports import refusals
from app.services.scores.imports.validate import ParsedRow


def match_learners(session: Session, class_id: int, rows: Sequence[ParsedRow]) -> None:
    """Find the learners of the rows by their hashed id numbers, and blame what does not fit together."""
    hashed = [row for row in rows if row.lookup is not None]
    names = _names(session, class_id, hashed)
    for row in hashed:
        if row.learner_id is None:
            row.blame_unknown()
    for row in rows:
        row.compare_name(names.get(row.number))


def _names(session: Session, class_id: int, hashed: Sequence[ParsedRow]) -> dict[int, str]:
    """Give the rows their learners; returns the registered names by row number."""
    names: dict[int, str] = {}
    lookups = b"".join(row.lookup for row in hashed if row.lookup is not None)
    found = session.execute(_MATCHING, {"class_id": class_id, "lookups": lookups, "count": len(hashed)})
    for position, learner_id, name, is_entered in found:
        row = hashed[position - 1]
        row.learner_id, names[row.number] = learner_id, name
        if is_entered:
            row.blame("resident_id", refusals.ALREADY_ENTERED)
    return names


# The hashes travel as one value, 32 bytes each: an array of them would be written out in hexadecimal.
_MATCHING = text("""
    SELECT place.n, learner.id, learner.name, score.id IS NOT NULL
      FROM generate_series(1, :count) AS place (n)
      JOIN learner ON learner.resident_id_hash = substring(:lookups FROM place.n * 32 - 31 FOR 32)
      LEFT JOIN score ON score.class_id = :class_id AND score.learner_id = learner.id
       AND score.state NOT IN ('rejected', 'revoked')
""").bindparams(
    bindparam("count", type_=Integer),
    bindparam("class_id", type_=BigInteger),
    bindparam("lookups", type_=LargeBinary),
)
