"""When the demo's acts happened."""

from datetime import UTC, date, datetime

import pytest

from app.services.demo.fates import DECISIONS, Fate
from app.services.demo.moments import moments_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("fate", DECISIONS)
@pytest.mark.parametrize("ends_on", [date(2025, 3, 2), date(2025, 12, 30), date(2026, 11, 20)])
def test_acts_follow_each_other_and_are_never_ahead(fate: Fate, ends_on: date):
    moments = moments_of(fate, 7, ends_on, TODAY)
    assert len(moments) == 1 + len(DECISIONS[fate]) + (fate is Fate.RESUBMITTED)
    assert moments == sorted(set(moments))
    assert moments[-1] < datetime(2026, 11, 23, tzinfo=UTC)


def test_what_is_still_open_was_acted_on_days_ago():
    waiting = {(TODAY - moments_of(Fate.AT_HR, id, date(2026, 5, 1), TODAY)[-1].date()).days for id in range(8)}
    assert waiting == {1, 3, 6, 11}
