"""A learner who reached the standard of a year."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.certificates.issue import issue_certificate
from models import Certificate, Learner, Score, ScoreState, SubjectType, YearRule
from tests.factories import Chain, learner_actor, make_chain, make_class, make_score, make_subject

YEAR = 2026
HENAN = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}


@dataclass(frozen=True)
class Reached:
    """The chain of a learner, his scores (public 30 and professional 60 hours), and himself signed in."""

    session: Session
    chain: Chain
    learner: Learner
    actor: Actor
    scores: list[Score]

    def issue(self) -> Certificate:
        """Let him have his certificate."""
        return issue_certificate(self.session, YEAR, by=self.actor)


def reach_standard(session: Session) -> Reached:
    """Public 30 and professional 60 of 90 hours, all qualified."""
    chain = make_chain(session)
    learner = chain.learners[0]
    session.add(YearRule(region_code=chain.province_hr.region_code, year=YEAR, **HENAN))
    scores = []
    for kind, hours in ((SubjectType.PUBLIC, 30), (SubjectType.PROFESSIONAL, 60)):
        subject = make_subject(session, organization=chain.base, kind=kind)
        taught = make_class(session, base=chain.base, subject=subject, hours=hours)
        scores.append(make_score(session, taught, learner, state=ScoreState.QUALIFIED))
    session.flush()
    return Reached(session, chain, learner, learner_actor(session, learner), scores)
