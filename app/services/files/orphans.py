"""Files that no row points to: a process died, or a transaction was rolled back, after the file was written."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import Text, any_, cast, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.services.files.storage import storage
from models import Attachment, ScoreImport, Upload

KEPT = timedelta(days=1)  # far longer than between a file and the commit of its row
CHUNK = 10_000
OWNERS = (Attachment.file_key, ScoreImport.file_key, Upload.file_key)


def sweep_orphans(session: Session) -> int:
    """Delete the files older than a day that nothing points to; return how many they were."""
    swept = 0
    for keys in _batches(storage().old_keys(KEPT)):
        for key in set(keys) - _known(session, list(keys)):
            storage().delete(key)
            swept += 1
    return swept


def _known(session: Session, keys: list[str]) -> set[str]:
    """Those that a row points to; one statement, so that a file that changes its owner is never missed."""
    asked = any_(cast(literal(keys, ARRAY(Text)), ARRAY(Text)))
    return set(session.scalars(union_all(*(select(owner).where(owner == asked) for owner in OWNERS))))


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, CHUNK)):
        yield batch
