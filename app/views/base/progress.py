"""How far the scores of classes are, as a chart's data."""

from collections.abc import Sequence
from typing import Any

from app.services.scores.counts import ClassProgress

# In the order of the chart's colours: what is qualified is green, what is under review amber.
SERIES = (
    ("待申报", "entered"),
    ("未达合格线", "failing"),
    ("合格", "qualified"),
    ("审核中", "declared"),
    ("不予通过", "rejected"),
    ("已撤销", "revoked"),
)


def progress_chart(classes: Sequence[tuple[str, ClassProgress]]) -> dict[str, Any] | None:
    """A stacked bar for each class by name; None where none of them has a score."""
    series = [{"name": name, "values": [getattr(one, key) for _, one in classes]} for name, key in SERIES]
    if not any(any(one["values"]) for one in series):
        return None
    return {"categories": [name for name, _ in classes], "series": series, "unit": "人次", "stacked": True}
