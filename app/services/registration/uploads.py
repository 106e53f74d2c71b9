"""The file of a browser that is not signed in: kept for a day, until it is submitted."""

import hashlib
import os
from datetime import timedelta
from pathlib import PurePath
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.plain_text import tidy
from app.services.attachments.attach import FOLDER, LARGEST_MEGABYTES, NAME_LIMIT
from app.services.attachments.content import EXTENSIONS, JPEG, PDF, PNG, media_type_of
from app.services.files import storage
from app.services.registration.refusals import ScanTooLarge, WrongScan
from models import Attachment, ItemKind, Upload

KINDS = (JPEG, PNG, PDF)
KEPT = timedelta(days=1)


def keep_upload(session: Session, owner: str, content: IO[bytes], file_name: str) -> Upload:
    """Keep a scan for the browser whose secret is `owner`; the one before goes. Raises WrongScan, ScanTooLarge."""
    name = tidy(PurePath(file_name.replace("\\", "/")).name)[-NAME_LIMIT:] or "证件扫描件"
    size = content.seek(0, os.SEEK_END)
    if size > LARGEST_MEGABYTES * 2**20:
        raise ScanTooLarge(name=name, limit=LARGEST_MEGABYTES)
    media_type = media_type_of(content)
    if media_type not in KINDS:
        raise WrongScan(name=name)
    if not name.lower().endswith(
        (EXTENSIONS[media_type], ".jpeg" if media_type == JPEG else EXTENSIONS[media_type])
    ):
        name += EXTENSIONS[media_type]
    row = _own_row(session, owner)
    if row.file_key:
        storage().delete(row.file_key)
    row.name, row.media_type, row.size = name, media_type, size
    row.file_key = storage().put(content, folder=FOLDER)
    session.flush()
    return row


def _own_row(session: Session, owner: str) -> Upload:
    """The browser's row, made if it has none: two files that come at once take their turns."""
    blank = {"owner_hash": _digest(owner), "name": "", "media_type": "", "size": 0, "file_key": ""}
    session.execute(insert(Upload).values(blank).on_conflict_do_nothing())
    row = select(Upload).where(Upload.owner_hash == _digest(owner)).with_for_update()
    return session.scalars(row.execution_options(populate_existing=True)).one()


def upload_of(session: Session, owner: str) -> Upload | None:
    """The browser's file, if it has one."""
    return session.scalars(
        select(Upload).where(Upload.owner_hash == _digest(owner)).with_for_update()
    ).one_or_none()


def content_of(upload: Upload) -> bytes:
    """What is in the file. Raises StoredFileMissing."""
    with storage().open(upload.file_key) as source:
        content: bytes = source.read()
    return content


def adopt_upload(session: Session, upload: Upload, kind: ItemKind, item_id: int, *, user_id: int | None) -> None:
    """Make the file an attachment of the item, in the place of the ones before."""
    earlier = session.scalars(
        select(Attachment).where(
            Attachment.item_kind == kind, Attachment.item_id == item_id, Attachment.removed_at.is_(None)
        )
    )
    for one in earlier:
        one.removed_at = func.now()
    session.add(
        Attachment(
            item_kind=kind,
            item_id=item_id,
            name=upload.name,
            remark="证件扫描件",
            media_type=upload.media_type,
            size=upload.size,
            file_key=upload.file_key,
            added_by_id=user_id,
        )
    )
    session.delete(upload)
    session.flush()


def sweep_uploads(session: Session) -> None:
    """Delete files that nobody submitted within a day."""
    old = select(Upload).where(Upload.created_at < func.now() - KEPT).with_for_update(skip_locked=True)
    for row in session.scalars(old).all():
        storage().delete(row.file_key)
        session.delete(row)
    session.flush()


def _digest(owner: str) -> bytes:
    return hashlib.sha256(f"upload:{owner}".encode()).digest()
