"""What a member of an organisation finds on his start page, each part by its own file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.permissions import BASE, Actor, Permission
from app.services.guard import require
from app.services.home.classes import ClassLine, ScoreCounts, newest_classes, score_counts
from app.services.home.decided import DecidedCounts, decided_counts
from app.services.home.due import Due, due_of
from app.services.home.oldest import Oldest, list_oldest
from app.services.home.returned import Returned, list_returned
from app.services.home.waiting import Waiting, waiting_by_process
from app.services.home.whereabouts import Whereabouts, whereabouts_of
from app.services.inbox.addressed import count_signatures


@dataclass(frozen=True)
class MemberHome:
    """A base has scores and classes of its own, the others have decisions."""

    waiting: Sequence[Waiting]
    signatures: int
    returned: Sequence[Returned]
    whereabouts: Whereabouts | None
    due: Sequence[Due]
    scores: ScoreCounts | None = None
    classes: Sequence[ClassLine] = ()
    decided: DecidedCounts | None = None
    oldest: Sequence[Oldest] = ()

    @property
    def oldest_days(self) -> int:
        """For how many days the oldest of all waits."""
        return max((one.oldest_days for one in self.waiting), default=0)

    @property
    def total(self) -> int:
        """How much waits, of all processes together."""
        return sum(one.count for one in self.waiting)


def member_home(session: Session, *, by: Actor) -> MemberHome:
    """Read it: the number of statements does not grow with the rows."""
    require(by, Permission.HOME_VIEW)
    is_base = by.kind == BASE
    return MemberHome(
        waiting=waiting_by_process(session, by=by),
        signatures=count_signatures(session, by),
        returned=list_returned(session, by=by),
        whereabouts=whereabouts_of(session, by=by),
        due=due_of(session, by=by),
        scores=score_counts(session, by=by) if is_base else None,
        classes=newest_classes(session, by=by) if is_base else (),
        decided=None if is_base else decided_counts(session, by=by),
        oldest=() if is_base else list_oldest(session, by=by),
    )
