"""What the charts of 办理分析 show; `links` lead from each category to its rows, where the reader has these."""

from collections.abc import Sequence
from typing import Any

from app.services.dashboard.figures import Part, Step, Work, average, by_process

Links = Sequence[str]


def processes_chart(steps: Sequence[Step], links: Links) -> dict[str, Any]:
    """What came, was decided and is open, by process."""
    found = by_process(steps)
    return _chart([step.process_name for step, _ in found], [work for _, work in found], links)


def regions_chart(parts: Sequence[Part], links: Links) -> dict[str, Any]:
    """The same by region."""
    return _chart([part.name for part in parts], [part.work for part in parts], links)


def years_chart(year: int, decided: Sequence[int], before: Sequence[int], links: Links) -> dict[str, Any]:
    """What was decided month by month, beside the year before."""
    return {
        "categories": [f"{number}月" for number in range(1, 13)],
        "series": [
            {"name": f"{year - 1}年", "values": list(before)},
            {"name": f"{year}年", "values": list(decided)},
        ],
        "unit": "件",
        "links": list(links),
    }


def causes(work: Work) -> list[tuple[str, int, Any]]:
    """Each cause in words, how many wait for it, and how long on the average."""
    return [
        ("无人认领", work.unclaimed, average(work.unclaimed_days, work.unclaimed)),
        ("已有人办理", work.taken, average(work.taken_days, work.taken)),
        ("退回申报方，等待其重新提交", work.returned, average(work.returned_days, work.returned)),
    ]


def _chart(labels: Sequence[str], works: Sequence[Work], links: Links) -> dict[str, Any]:
    return {
        "categories": list(labels),
        "series": [
            {"name": "收到", "values": [work.opened for work in works]},
            {"name": "办结", "values": [work.decided for work in works]},
            {"name": "在办", "values": [work.open for work in works]},
        ],
        "unit": "件",
        "links": list(links),
    }
