"""Typed text as it is meant: without width variants, control signs, invisible signs and stray blanks."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BLANKS = re.compile(r"\s+")


def tidy(text: str) -> str:
    """NFKC (full-width signs become plain), a run of blanks or line breaks one blank, the ends stripped."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_blanks(text: str) -> str:
    """As `tidy`, and with no blank left at all: for numbers and codes."""
    return text if text.isascii() and text.isalnum() else tidy(text).replace(" ", "")
