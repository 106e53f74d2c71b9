"""Everything that a score needs on its way."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.permissions import Actor
from models import Learner, Level, Organization, Score, TrainingClass
from tests.factories.organizations import make_base, make_employer, make_hr, make_region
from tests.factories.people import make_learner, make_member
from tests.factories.training import make_class, make_score


@dataclass(frozen=True)
class Chain:
    """One province with all the parties of a score, a class, and a member of each party."""

    province_hr: Organization
    city_hr: Organization
    hr: Organization
    employer: Organization
    base: Organization
    training_class: TrainingClass
    hr_member: Actor
    employer_member: Actor
    base_member: Actor
    learners: list[Learner]

    def make_scores(self, session: Session, *, value: Decimal | str | int = 85) -> list[Score]:
        """Enter one score for each learner."""
        return [
            make_score(session, self.training_class, learner, value=value, entered_by=self.base_member)
            for learner in self.learners
        ]


def make_chain(session: Session, *, learners: int = 1) -> Chain:
    """Base, employer, and HR departments of three levels; base and employer belong to the county's."""
    province = make_region(session, name="测试省", level=Level.PROVINCE)
    city = make_region(session, name="测试市", level=Level.CITY, parent=province)
    county = make_region(session, level=Level.COUNTY, parent=city)
    province_hr = make_hr(session, level=Level.PROVINCE, region=province)
    city_hr = make_hr(session, level=Level.CITY, region=city, superior=province_hr)
    hr = make_hr(session, level=Level.COUNTY, region=county, superior=city_hr)
    employer = make_employer(session, hr=hr)
    base = make_base(session, hr=hr)
    return Chain(
        province_hr=province_hr,
        city_hr=city_hr,
        hr=hr,
        employer=employer,
        base=base,
        training_class=make_class(session, base=base),
        hr_member=make_member(session, hr, name="人社审核员"),
        employer_member=make_member(session, employer, name="单位审核员"),
        base_member=make_member(session, base, name="基地管理员"),
        learners=[make_learner(session, employer=employer) for _ in range(learners)],
    )
