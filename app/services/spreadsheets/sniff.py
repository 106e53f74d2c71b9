"""What kind of file this is, by its content alone: the name and the browser's type say nothing.

Runs in the child process; imports only the standard library.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import refusals

_HEAD_BYTES = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

_BY_MAGIC: tuple[tuple[bytes, type[refusals.SpreadsheetRefused]], ...] = (
    (b"%PDF", refusals.PdfDocument),
    (b"\x89PNG", refusals.Picture),
    (b"\xff\xd8\xff", refusals.Picture),
    (b"GIF8", refusals.Picture),
    (b"BM", refusals.Picture),
    (b"II*\x00", refusals.Picture),
    (b"MM\x00*", refusals.Picture),
    (b"RIFF", refusals.Picture),
    (b"Rar!", refusals.Archive),
    (b"7z\xbc\xaf", refusals.Archive),
    (b"\x1f\x8b", refusals.Archive),
    (b"{\\rtf", refusals.OtherDocument),
    (b"PK\x05\x06", refusals.Archive),
)


def require_zip(path: Path) -> None:
    """Return if the file begins as a zip does; else raise the refusal that names what it is."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise refusals.EmptyFile()
    if head.startswith(_ZIP):
        return
    if head.startswith(_OLE):
        raise _ole_kind(path)
    raise _other_kind(head)


def _ole_kind(path: Path) -> refusals.SpreadsheetRefused:
    """Excel 97 files and encrypted xlsx files share one container; stream names (UTF-16) tell them apart."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refusals.PasswordProtected()
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return refusals.OldExcelFormat()
    return refusals.OtherDocument()


def _other_kind(head: bytes) -> refusals.SpreadsheetRefused:
    for magic, kind in _BY_MAGIC:
        # A text may well begin with the two letters BM: a picture's head has bytes that no text has.
        if head.startswith(magic) and not (len(magic) == 2 and _is_text(head)):
            return kind()
    if head[4:8] == b"ftyp":
        return refusals.Picture()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for looks, kind in _BY_MARKUP:
        if looks(start):
            return kind()
    return refusals.TextFile() if _is_text(head) else refusals.UnknownType()


def _is_web_page(start: bytes) -> bool:
    marks = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style", b"mime-version:")
    return start.startswith(marks) or (start.startswith(b"<?xml") and b"<html" in start)


def _is_xml(start: bytes) -> bool:
    return start.startswith(b"<?xml")


_BY_MARKUP: tuple[tuple[Callable[[bytes], bool], type[refusals.SpreadsheetRefused]], ...] = (
    (_is_web_page, refusals.WebPage),
    (_is_xml, refusals.XmlTable),
)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(sign < 32 and sign not in b"\t\r\n\f" for sign in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):  # the head may end within a character
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
