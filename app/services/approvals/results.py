"""What a verb on a list returns: one result an id, in the order given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import NotFound, Refusal


@dataclass(frozen=True)
class Result:
    """What became of one id; a refusal means that nothing was changed for it."""

    id: int
    refusal: Refusal | None = None

    @property
    def ok(self) -> bool:
        """Whether it was done (now, or by the same click before)."""
        return self.refusal is None


def in_order(ids: Sequence[int], refusals: Mapping[int, Refusal | None]) -> list[Result]:
    """Results in the order of `ids`; an id that was not found has no entry in `refusals`."""
    return [Result(id, refusals[id] if id in refusals else NotFound()) for id in ids]
