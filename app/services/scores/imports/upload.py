"""Taking a file for a class: stored, then read at once or in the background."""

import os
from pathlib import PurePath
from typing import IO

from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.queue import defer
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.files import storage
from app.services.scores.classes import find_class
from app.services.scores.imports.read import read_import, refuse_import
from app.services.spreadsheets.limits import DEFAULT_LIMITS, MEBIBYTE
from app.services.spreadsheets.refusals import FileTooLarge
from models import ImportState, ScoreImport

JOB = "read_score_import"
FOLDER = "score-imports"
READ_AT_ONCE = 128 * 1024  # bytes: about 2,000 rows
NAME_LIMIT = 120


def upload(session: Session, class_id: int, content: IO[bytes], file_name: str, *, by: Actor) -> ScoreImport:
    """Keep the file and begin to read it; its content decides what it is, never its name.

    Returns the import: ready or refused when the file is small, else still reading. Raises NotFound for a class
    of another base.
    """
    by = confirm(session, by, Permission.SCORE_IMPORT)
    find_class(session, class_id, by=by)
    size = _size(content)
    row = ScoreImport(
        class_id=class_id,
        base_id=by.organization_id,
        user_id=by.user_id,
        membership_id=by.membership_id,
        file_name=_plain_name(file_name),
        file_key="",
        state=ImportState.READING,
    )
    session.add(row)
    session.flush()
    record(session, by=by, action=Permission.SCORE_IMPORT, score_import=row.id, training_class=class_id, bytes=size)
    if size > DEFAULT_LIMITS.file_bytes:
        too_large = FileTooLarge(megabytes=round(size / MEBIBYTE, 1), limit=DEFAULT_LIMITS.file_bytes // MEBIBYTE)
        refuse_import(session, row.id, str(too_large))
        return row
    row.file_key = storage().put(content, folder=FOLDER)
    session.flush()
    _begin(session, row, size)
    return row


def _begin(session: Session, row: ScoreImport, size: int) -> None:
    """A file that was read is not kept: it holds id numbers in the clear."""
    if size > READ_AT_ONCE:
        defer(session, JOB, import_id=row.id)
        return
    try:
        read_import(session, row.id)
    finally:
        storage().delete(row.file_key)


def _size(content: IO[bytes]) -> int:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return size


def _plain_name(name: str) -> str:
    """The last part of what the browser called the file: for people to recognise it, and for nothing else."""
    last = PurePath(name.replace("\\", "/")).name
    return tidy(last)[-NAME_LIMIT:] or "未命名文件"
