"""A zip unpacked under a count of its real bytes, and handed on as a clean, stored zip of XML parts.

No size that the file states about itself is believed: each part is inflated here, in pieces, and counted. The
spreadsheet reader then sees only the copy made here, so that it cannot find another directory, another size or
another part in the file than those which were counted. Runs in the child; standard library only.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from . import refusals
from .limits import ReadLimits

_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL_BYTES = 30
_PIECE = 256 * 1024
_DIRECTORY_BYTES = 1024 * 1024
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08")
_FORMULA_OR_ERROR = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'")


@dataclass(slots=True)
class Unpacked:
    """The parts that matter, by their normal names, and those sheets that hold formulas or error values."""

    parts: dict[str, bytes] = field(default_factory=dict)

    def as_zip(self) -> io.BytesIO:
        """The same parts in a zip without compression."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
            for name, content in self.parts.items():
                copy.writestr(name, content)
        target.seek(0)
        return target

    def needs_second_look(self, name: str) -> bool:
        """Whether the part has formulas or error values, which the fast reader leaves out without a word."""
        return any(sign in self.parts[name] for sign in _FORMULA_OR_ERROR)

    def has_nul(self) -> bool:
        """Whether a text has the escape that stands for a NUL."""
        return any(b"_x0000_" in part for part in self.parts.values())


def unpack(path: Path, limits: ReadLimits) -> Unpacked:
    """Inflate and count every part; keep the XML ones. Raises the refusal that fits."""
    with path.open("rb") as file:
        _check_end(file, limits)
        try:
            entries = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refusals.Damaged() from error
        _check_entries(entries, limits)
        return _unpack_entries(file, entries, limits)


def _check_end(file: BinaryIO, limits: ReadLimits) -> None:
    """Read the directory's end by hand, so that a huge directory is refused before it is loaded."""
    size = file.seek(0, io.SEEK_END)
    if size < _END_BYTES:
        raise refusals.Damaged()
    file.seek(size - _END_BYTES)
    end = file.read(_END_BYTES)
    directory_bytes = int.from_bytes(end[12:16], "little")
    directory_start = int.from_bytes(end[16:20], "little")
    if not end.startswith(_END) or directory_start + directory_bytes + _END_BYTES != size:
        raise refusals.Damaged()
    if directory_bytes > _DIRECTORY_BYTES or int.from_bytes(end[10:12], "little") > limits.entries:
        raise refusals.TooManyParts(limit=limits.entries)


def _check_entries(entries: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    if len(entries) > limits.entries:
        raise refusals.TooManyParts(limit=limits.entries)
    names = [_normal(entry.filename) for entry in entries]
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refusals.PasswordProtected()
    _check_kind(set(names))
    if len(set(names)) != len(names) or _overlaps(entries):
        raise refusals.Damaged()


def _check_kind(names: set[str]) -> None:
    """Which kind of document the parts make."""
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise refusals.MacrosInside()
    if "[content_types].xml" not in lower:
        raise refusals.OpenDocumentFormat() if "mimetype" in lower else refusals.Archive()
    if any(name.endswith("workbook.bin") for name in lower):
        raise refusals.BinaryExcelFormat()
    if any(name.startswith(("word/", "ppt/", "visio/")) for name in lower):
        raise refusals.OtherDocument()


def _overlaps(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as in bombs that use one kernel a thousand times."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LOCAL_BYTES + entry.compress_size
    return False


def _unpack_entries(file: BinaryIO, entries: list[zipfile.ZipInfo], limits: ReadLimits) -> Unpacked:
    unpacked, total = Unpacked(), 0
    for entry in entries:
        name, size, sums, pieces = _normal(entry.filename), 0, 0, []
        is_xml = name.lower().endswith((".xml", ".rels"))
        for piece in _inflate(file, entry):
            if not size and piece.startswith(_CONTAINERS):
                raise refusals.FilesInside(part=name)
            size += len(piece)
            sums = zlib.crc32(piece, sums)
            _check_size(size, total + size, entry.compress_size, limits)
            if is_xml:
                pieces.append(piece)
        if (size, sums) != (entry.file_size, entry.CRC):
            raise refusals.Damaged()
        total += size
        if is_xml:
            unpacked.parts[name] = _checked(b"".join(pieces))
    return unpacked


def _check_size(size: int, total: int, packed: int, limits: ReadLimits) -> None:
    is_dense = size > limits.ratio_floor and size > packed * limits.packing_ratio
    if total > limits.unpacked_bytes or is_dense:
        raise refusals.UnpackedTooLarge(limit=limits.unpacked_bytes // (1024 * 1024))


def _checked(content: bytes) -> bytes:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refusals.DeclarationsInside()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # no spreadsheet program writes UTF-16 parts
        raise refusals.Damaged()
    if b"macroEnabled" in content[:_PIECE]:
        raise refusals.MacrosInside()
    return content


def _inflate(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content of one entry, piece by piece, whatever its stated size."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_BYTES)
    if len(header) < _LOCAL_BYTES or not header.startswith(b"PK\x03\x04"):
        raise refusals.Damaged()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR)
    packed = file.read(entry.compress_size)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate_raw(packed)
    else:
        raise refusals.Damaged()


def _inflate_raw(packed: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflater.eof:
            piece = inflater.decompress(packed, _PIECE)
            packed = inflater.unconsumed_tail
            if not piece and not inflater.eof:
                raise refusals.Damaged()
            if piece:
                yield piece
    except zlib.error as error:
        raise refusals.Damaged() from error


def _normal(name: str) -> str:
    """Part names as the standard has them: some programs write `/xl/...` or `xl\\...`."""
    return name.replace("\\", "/").lstrip("/")
