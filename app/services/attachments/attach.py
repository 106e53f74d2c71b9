"""Adding files to an item and removing them; whether the item may be changed now, its own service knows."""

import os
from pathlib import PurePath
from typing import IO, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor
from app.plain_text import tidy
from app.services.attachments.content import EXTENSIONS, media_type_of
from app.services.audit import record
from app.services.files import storage
from models import Attachment, ItemKind

FOLDER = "attachments"
MOST_FILES = 10  # beside one item
LARGEST_MEGABYTES = 5
NAME_LIMIT = 120
REMARK_LIMIT = 200


class WrongFileType(FieldRefusal):
    """“{name}”不能上传：按内容识别，只接受 JPG、PNG 图片，PDF，以及不含宏的 DOCX、XLSX 文件。"""

    field: ClassVar[str] = "file"


class FileTooLarge(FieldRefusal):
    """“{name}”大小为{megabytes}MB，超过{limit}MB，请压缩后再上传。"""

    field: ClassVar[str] = "file"


class TooManyFiles(FieldRefusal):
    """最多上传{limit}个附件，请先删除不需要的。"""

    field: ClassVar[str] = "file"


def attach(
    session: Session,
    kind: ItemKind,
    item_id: int,
    content: IO[bytes],
    file_name: str,
    *,
    remark: str = "",
    by: Actor,
) -> Attachment:
    """Keep a file beside an item that the caller has locked. Raises the FieldRefusal that names what is wrong."""
    name, size = _plain_name(file_name), _size(content)
    if size > LARGEST_MEGABYTES * 2**20:
        raise FileTooLarge(name=name, megabytes=round(size / 2**20, 1), limit=LARGEST_MEGABYTES)
    media_type = media_type_of(content)
    if media_type is None:
        raise WrongFileType(name=name)
    there = select(func.count()).where(
        Attachment.item_kind == kind, Attachment.item_id == item_id, Attachment.removed_at.is_(None)
    )
    if (session.scalar(there) or 0) >= MOST_FILES:
        raise TooManyFiles(limit=MOST_FILES)
    row = Attachment(
        item_kind=kind,
        item_id=item_id,
        organization_id=by.organization_id,
        name=_with_extension(name, media_type),
        remark=tidy(remark)[:REMARK_LIMIT],
        media_type=media_type,
        size=size,
        file_key=storage().put(content, folder=FOLDER),
        added_by_id=by.user_id,
    )
    session.add(row)
    session.flush()
    record(session, by=by, action="attachment:add", attachment=row.id, item_kind=kind.value, item=item_id)
    return row


def remove(session: Session, kind: ItemKind, item_id: int, attachment_id: int, *, by: Actor) -> Attachment:
    """Take a file from an item that the caller has locked; it stays for the history. Raises NotFound."""
    row = session.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
    if row is None or (row.item_kind, row.item_id) != (kind, item_id) or row.removed_at is not None:
        raise NotFound()
    row.removed_at = func.now()
    session.flush()
    record(session, by=by, action="attachment:remove", attachment=row.id, item_kind=kind.value, item=item_id)
    return row


def _size(content: IO[bytes]) -> int:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return size


def _plain_name(name: str) -> str:
    """The last part of what the browser called the file: for people to recognise it, and for nothing else."""
    return tidy(PurePath(name.replace("\\", "/")).name)[-NAME_LIMIT:] or "未命名文件"


def _with_extension(name: str, media_type: str) -> str:
    """The name with the extension of what the file is, so that it opens as that and nothing else."""
    extension = EXTENSIONS[media_type]
    same = (extension, ".jpeg") if extension == ".jpg" else (extension,)
    return name if name.lower().endswith(same) else name + extension
