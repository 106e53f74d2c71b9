"""A figure: what was measured, the floor beside it, and whether the ratio reaches what was promised."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One line of the result; `reach` says in words which ratio (or value) was promised."""

    figure: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    reach: str
    ok: bool


def at_least(figure: str, value: float, unit: str, floor: float, share: float) -> Figure:
    """More is better: `value` should be at least `share` of the floor."""
    return Figure(figure, value, unit, floor, value / floor, f">= {share}", value / floor >= share)


def at_most(figure: str, value: float, unit: str, floor: float, times: float) -> Figure:
    """Less is better: `value` should be at most `times` the floor."""
    return Figure(figure, value, unit, floor, value / floor, f"<= {times}", value / floor <= times)


def within(figure: str, value: float, unit: str, limit: float) -> Figure:
    """A limit without a floor."""
    return Figure(figure, value, unit, None, None, f"<= {limit} {unit}", value <= limit)


def seconds(act: Callable[[], object]) -> float:
    """How long `act` takes once."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def in_turn(
    ours: Callable[[], object], floor: Callable[[], object], *, times: int, warm_up: int = 1
) -> tuple[list[float], list[float]]:
    """Seconds of both, taken in turn, so that a machine that slows down slows both."""
    for _ in range(warm_up):
        ours()
        floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(times)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def percentile(sample: list[float], share: float) -> float:
    """The value below which `share` (0-1) of the sample lies."""
    return statistics.quantiles(sample, n=100, method="inclusive")[round(share * 100) - 1]


def show(figures: Iterable[Figure]) -> bool:
    """Print figures as a table, or as JSON lines with BENCH_JSON=1; returns whether all reach their promise."""
    figures = list(figures)
    if os.environ.get("BENCH_JSON") == "1":
        for figure in figures:
            print(json.dumps(asdict(figure), ensure_ascii=False))
    else:
        Console(width=140).print(_table(figures))
    return all(figure.ok for figure in figures)


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "value", "unit", "floor", "ratio", "reach", "ok")
    for f in figures:
        floor, ratio = (f"{number:,.4g}" if number is not None else "-" for number in (f.floor, f.ratio))
        table.add_row(f.figure, f"{f.value:,.4g}", f.unit, floor, ratio, f.reach, "yes" if f.ok else "NO")
    return table
