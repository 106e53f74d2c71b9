"""What can become of a group of instances on another version, and what does by default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.services.approvals.user_tasks import user_task
from app.services.migrating.groups import PathGroup, step_names
from models import MigrationChoice
from workflows.engine import Replay, Replayer, Standing, place_of, reach, replay


@dataclass(frozen=True)
class Option:
    """One thing that can be done. `target` is a place of the new version (for `map`), `name` its step's name.

    `passed` are names of steps that are passed over with a record; `missed` those whose decisions would have to be
    made again, or are not asked for any more. `path` is what the instances' path becomes; None: they stay.
    """

    choice: MigrationChoice
    target: str = ""
    name: str = ""
    passed: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    path: Replay | None = None


@dataclass(frozen=True)
class Judgement:
    """How a group stands on the new version, and its options; the first of the same choice is the likeliest."""

    standing: Standing
    reason: str
    at: tuple[str, ...]  # names of the steps that are open
    instead: tuple[str, ...]  # names of the steps that the new version would have open beside or instead
    default: MigrationChoice
    options: tuple[Option, ...]


def judge(session: Session, replayer: Replayer, group: PathGroup) -> Judgement:
    """Replay a running group on a definition."""
    standing = [place_of(user_task(session, id).task_key) for id in sorted(group.here.open)]
    known = step_names(session, group.way)
    names = {place: known[place] for place in standing}
    if not group.events:
        return _undecidable(group.reason, names)
    found = replay(replayer, group.events, names)
    if found.spot is None:
        return _undecidable(found.reason, names)
    options = tuple(_named(one, replayer, known) for one in _options(replayer, group, names, found))
    moves = found.standing is Standing.SAME and not any(place in replayer.places for place in found.missed)
    return Judgement(
        standing=found.standing,
        reason="",
        at=tuple(names.values()),
        instead=tuple(replayer.name_of(place) for place in found.spot.open if place not in names),
        default=MigrationChoice.MOVE if moves else MigrationChoice.STAY,
        options=(*options, Option(MigrationChoice.STAY)),
    )


def _undecidable(reason: str, names: dict[str, str]) -> Judgement:
    stay = MigrationChoice.STAY
    return Judgement(Standing.UNDECIDABLE, reason, tuple(names.values()), (), stay, (Option(stay),))


def _options(replayer: Replayer, group: PathGroup, names: dict[str, str], found: Replay) -> Iterator[Option]:
    if found.standing is Standing.SAME:
        yield Option(MigrationChoice.MOVE, path=found)
    elif found.standing is Standing.INSERTED:
        yield Option(MigrationChoice.BACK, path=found)
        skipped = replay(replayer, group.events, names, skip=True)
        if skipped.standing is Standing.SAME:
            yield Option(MigrationChoice.SKIP, path=skipped)
    else:
        yield from _maps(replayer, group, names, found)


def _maps(replayer: Replayer, group: PathGroup, names: dict[str, str], found: Replay) -> Iterator[Option]:
    """Every step of the new version that can be reached; what the replay comes to by itself is named first."""
    likely = found.spot.open if found.spot else {}
    for place in sorted(replayer.places, key=lambda place: place not in likely):
        there = reach(replayer, group.events, names, place) if place not in names else None
        if there is not None:
            yield Option(MigrationChoice.MAP, place, path=there)


def _named(option: Option, replayer: Replayer, known: Mapping[str, str]) -> Option:
    """With names of steps for places: the new version's, and the old one's for what is missed."""
    path = option.path or Replay(Standing.SAME, None)
    return replace(
        option,
        name=replayer.name_of(option.target) if option.target else "",
        passed=tuple(dict.fromkeys(replayer.name_of(place) for place in path.passed)),
        missed=tuple(dict.fromkeys(known.get(place, place) for place in path.missed)),
    )
