"""The process in which an uploaded spreadsheet is opened, and nothing else happens.

It gets one JSON request on standard input, sets its own limits, and writes one JSON answer. It is started without
the application (see `reading`), so that it begins fast and knows no settings and no keys.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from . import refusals
from .limits import ReadLimits


def main() -> None:
    """Answer one request: `{"content": ...}`, `{"refused": name, "facts": ...}` or `{"crashed": traceback}`."""
    request = json.load(sys.stdin.buffer)
    limits = ReadLimits(**request["limits"])
    _bind(limits)
    gc.disable()
    sys.stdout.buffer.write(_answer(request, limits))


def _bind(limits: ReadLimits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    seconds = math.ceil(limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: dict[str, Any], limits: ReadLimits) -> bytes:
    try:
        return _as_json({"content": _content(request, limits)})
    except refusals.SpreadsheetRefused as refusal:
        return _as_json({"refused": type(refusal).__name__, "facts": refusal.facts})
    except MemoryError:
        return _as_json({"refused": "TooMuchMemory", "facts": {}})
    except Exception:  # whatever the parsers meet in a hostile file must reach the parent as a report
        return _as_json({"crashed": traceback.format_exc(limit=8)})


def _content(request: dict[str, Any], limits: ReadLimits) -> dict[str, Any]:
    from . import sheet, sniff, unpacking

    path = Path(request["path"])
    sniff.require_zip(path)
    return sheet.read(unpacking.unpack(path, limits), request["layout"], limits)


def _as_json(answer: dict[str, Any]) -> bytes:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=_moment)
    return text.encode("utf-8", "replace")


def _moment(value: Any) -> Any:
    """Dates keep their kind; times of day and durations have no use in our columns and become text."""
    return {"date": value.isoformat()} if hasattr(value, "year") else str(value)
