"""What a spreadsheet may cost us, and what we ask of the child process that opens it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Upper bounds of one reading; every one of them ends in a refusal that tells the cure."""

    file_bytes: int = 20 * MEBIBYTE
    unpacked_bytes: int = 200 * MEBIBYTE
    packing_ratio: int = 200
    """Spreadsheets pack 10 to 60 times; deflate can reach 1,000. Looked at above `ratio_floor` only."""
    ratio_floor: int = 8 * MEBIBYTE
    entries: int = 1_000
    sheets: int = 20
    rows: int = 200_000
    columns: int = 64
    seconds: float = 30
    memory_bytes: int = 1024 * MEBIBYTE
    answer_bytes: int = 256 * MEBIBYTE

    def as_request(self) -> dict[str, float]:
        """The bounds as JSON-ready values for the child."""
        return asdict(self)


DEFAULT_LIMITS = ReadLimits()
