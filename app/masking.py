"""Names and telephone numbers with their middle hidden, for lists and logs. Id numbers: `app.resident_id.mask`."""

from __future__ import annotations


def mask_phone(phone: str) -> str:
    """`138****1234`; a shorter number keeps its last two digits at most."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    shown = min(2, len(phone) // 3)
    return "*" * (len(phone) - shown) + phone[len(phone) - shown :]


def mask_name(name: str) -> str:
    """`张*`, `欧**`: the first sign, then a star for each other one (a single star for a one-sign name)."""
    return f"{name[:1]}{'*' * (len(name) - 1)}" if len(name) > 1 else "*" * len(name)
