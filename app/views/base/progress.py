"""How far the scores of classes are, as a chart's data."""

from collections.abc import Sequence
from typing import Any

from app.services.scores.counts import ClassProgress
from app.services.scores.standing import UNDER_REVIEW, Standing

# In the order of the chart's colours: what is qualified is green, what is under review amber.
SERIES = (
    (Standing.ENTERED.label, "entered"),
    (Standing.FAILING.label, "failing"),
    (Standing.QUALIFIED.label, "qualified"),
    (UNDER_REVIEW.text, "declared"),
    (Standing.REJECTED.label, "rejected"),
    (Standing.REVOKED.label, "revoked"),
)


def progress_chart(classes: Sequence[tuple[str, ClassProgress]]) -> dict[str, Any] | None:
    """A stacked bar for each class by name; None where none of them has a score."""
    series = [{"name": name, "values": [getattr(one, key) for _, one in classes]} for name, key in SERIES]
    if not any(any(one["values"]) for one in series):
        return None
    return {"categories": [name for name, _ in classes], "series": series, "unit": "人次", "stacked": True}
