"""The regions as a tree, each after the one that it belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Level, Region

INDENT = "\u3000"


@dataclass(frozen=True)
class Branch:
    """A region where it stands in the tree; `above` are the codes from its parent up to the top."""

    code: str
    name: str
    level: Level
    depth: int
    above: tuple[str, ...]
    is_open: bool

    @property
    def indented(self) -> str:
        """Its name, further in the deeper it stands: how a select shows a tree."""
        return INDENT * self.depth + self.name


def region_tree(session: Session) -> Sequence[Branch]:
    """All regions, by code below their parents; one statement."""
    children: dict[str | None, list[Region]] = {}
    for region in session.scalars(select(Region).order_by(Region.code)):
        children.setdefault(region.parent_code, []).append(region)
    return list(_walk(children, None, ()))


def _walk(children: dict[str | None, list[Region]], parent: str | None, above: tuple[str, ...]) -> Iterator[Branch]:
    for region in children.get(parent, []):
        yield Branch(region.code, region.name, region.level, len(above), above, region.is_open)
        yield from _walk(children, region.code, (region.code, *above))
