"""What a file is, by its content alone: the name and the browser's type say nothing."""

import zipfile
from typing import IO

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PARTS = 2_000  # of an office document
EXTENSIONS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx", XLSX: ".xlsx"}

_BY_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def media_type_of(content: IO[bytes]) -> str | None:
    """The type of a picture, PDF or office document without macros; None for anything else. Rewinds."""
    content.seek(0)
    head = content.read(16)
    content.seek(0)
    for magic, kind in _BY_MAGIC:
        if head.startswith(magic):
            return kind
    return _office_kind(content) if head.startswith(b"PK\x03\x04") else None


def _office_kind(content: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(content) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    finally:
        content.seek(0)
    has_macros = any("vbaproject" in name.lower() for name in names)
    if has_macros or len(names) > MOST_PARTS or "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None
