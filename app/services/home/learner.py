"""What a learner finds on his start page: the year against its rule, what is due, what happened last."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.certificates.list import Paper, Shelf, read_shelf
from app.services.hours.hours import Hours
from app.services.hours.overview import Overview, overview_of
from app.services.hours.scores import LearnerScore
from app.services.transfers.list import TransferRow, list_transfers

SHOWN = 5


@dataclass(frozen=True)
class LearnerHome:
    """The learner's years and scores, certificates, and the transfer under way, if there is one."""

    overview: Overview
    shelf: Shelf
    transfer: TransferRow | None

    @property
    def year(self) -> Hours:
        """The present year."""
        return self.overview.chosen

    @property
    def pending(self) -> object:
        """Hours of the present year that are still being reviewed."""
        return self.overview.pending_hours(self.year.year)

    @property
    def newest(self) -> Sequence[LearnerScore]:
        """What was entered last."""
        return sorted(self.overview.all_scores, key=lambda score: score.id, reverse=True)[:SHOWN]

    @property
    def papers(self) -> Sequence[Paper]:
        """Certificates that hold."""
        return [paper for paper in self.shelf.papers if paper.is_valid][:SHOWN]

    @property
    def certifiable(self) -> Sequence[int]:
        """Years whose standard is reached and whose certificate was not asked for yet."""
        return [year.year for year in self.shelf.years if year.is_reached]


def learner_home(session: Session, *, by: Actor) -> LearnerHome:
    """Read it; a handful of statements. Raises NotFound for anybody but a learner."""
    overview = overview_of(session, by=by)
    under_way = (transfer for transfer in list_transfers(session, by=by) if transfer.is_pending)
    return LearnerHome(overview, read_shelf(session, by=by), next(under_way, None))
