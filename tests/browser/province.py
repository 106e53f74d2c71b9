"""The people of the journey, committed to the running system, and how far their classes have come."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.database import Database
from app.permissions import Actor
from app.sealing import sealer
from app.services.approvals import decide, start
from app.services.approvals.places import forget
from app.services.diagrams.publish import publish_shipped
from models import Instance, Learner, Subject, TrainingClass, User, UserTask, WorkItem, YearRule
from tests.factories import learner_actor, make_chain, make_class, make_learner, make_score, resident_id_of
from tests.journey import PROCESS

MINIMUM = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
YEAR = 2026


@dataclass(frozen=True)
class Person:
    """A learner: how he signs in, and who he is then."""

    name: str
    resident_id: str
    actor: Actor


@dataclass(frozen=True)
class Course:
    """A training class of one test, its learners and the scores that were entered, both by name."""

    id: int
    name: str
    people: dict[str, Person]
    scores: dict[str, int] = field(default_factory=dict)


class Province:
    """One chain of organisations with a published process, and a neighbour chain that must see none of it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        forget()  # the path nodes of another module's database
        with database.unit_of_work() as session:
            publish_shipped(session)
            self.chain = make_chain(session, learners=0)
            self.neighbour = make_chain(session)
            session.add(YearRule(region_code=self.chain.province_hr.region_code, year=YEAR, **MINIMUM))
        self.base, self.employer, self.hr = (
            self.chain.base_member,
            self.chain.employer_member,
            self.chain.hr_member,
        )

    def resident_id_of(self, who: Actor) -> str:
        """The id number that a member signs in with."""
        with self.database.unit_of_work() as session:
            return resident_id_of(session.get_one(User, who.user_id))

    def open_class(
        self,
        *names: str,
        scores: Mapping[str, int] | None = None,
        title: str | None = None,
        subject: Subject | None = None,
        hours: int = 24,
    ) -> Course:
        """A class whose learners are registered; `scores` are entered already."""
        with self.database.unit_of_work() as session:
            taught = make_class(session, base=self.chain.base, name=title, subject=subject, hours=hours)
            learners = {
                name: make_learner(session, employer=self.chain.employer, name=name)
                for name in dict.fromkeys((*names, *(scores or {})))
            }
            entered = {
                name: make_score(session, taught, learners[name], value=value, entered_by=self.base).id
                for name, value in (scores or {}).items()
            }
            people = {
                name: Person(name, resident_id_of(session.get_one(User, one.user_id)), learner_actor(session, one))
                for name, one in learners.items()
            }
        return Course(taught.id, taught.name, people, entered)

    def register(self, resident_ids: list[str], *, name: str = "测试学员") -> None:
        """Register many learners of the employer at once."""
        with self.database.unit_of_work() as session:
            users = [
                User(
                    name=name,
                    resident_id_sealed=sealer().seal(number),
                    resident_id_hash=sealer().lookup(number),
                    mobile_sealed=sealer().seal("10000000000"),
                    password_hash="none",
                )
                for number in resident_ids
            ]
            session.add_all(users)
            session.flush()
            session.add_all(
                Learner(
                    user_id=user.id,
                    resident_id_hash=user.resident_id_hash,
                    name=name,
                    employer_id=self.chain.employer.id,
                    title_series="工程技术",
                )
                for user in users
            )

    def declare(self, course: Course, *names: str) -> Course:
        """The base declares these scores of a class; none named: all."""
        ids = [course.scores[name] for name in names or course.scores]
        with self.database.unit_of_work() as session:
            assert all(result.ok for result in start(session, PROCESS, ids, by=self.base))
        return course

    def decide(self, course: Course, *names: str, by: Actor, outcome: str = "approve", comment: str = "") -> None:
        """A reviewer decides what waits for him of these learners; none named: of all."""
        with self.database.unit_of_work() as session:
            waiting = session.scalars(
                select(WorkItem.id)
                .join(Instance, Instance.id == WorkItem.instance_id)
                .where(
                    Instance.item_id.in_([course.scores[name] for name in names or course.scores]),
                    WorkItem.organization_id == by.organization_id,
                    WorkItem.closed_at.is_(None),
                )
            ).all()
            assert waiting
            assert all(r.ok for r in decide(session, waiting, by=by, outcome=outcome, comment=comment))

    def instance_of(self, course: Course, name: str) -> int:
        """The newest instance of a learner's score."""
        with self.database.unit_of_work() as session:
            found = select(Instance.id).where(Instance.item_id == course.scores[name])
            return session.scalars(found.order_by(Instance.id.desc()).limit(1)).one()

    def task(self, node_id: str) -> int:
        """The user task of a node of the diagram, as the inbox's addresses name it."""
        with self.database.unit_of_work() as session:
            return session.scalars(select(UserTask.id).where(UserTask.node_id == node_id).limit(1)).one()

    def class_row(self, course: Course) -> TrainingClass:
        """The class as the database has it."""
        with self.database.unit_of_work() as session:
            return session.get_one(TrainingClass, course.id)
