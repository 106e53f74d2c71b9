"""Subjects, and the classes that bases held on them in 2025 and 2026."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.services.demo.bodies import Body
from app.services.demo.copying import copy_rows, take_ids
from app.services.demo.fields import FIELDS
from app.services.demo.plans import key_of, make_plans
from models import Subject, SubjectType, TrainingClass

YEARS = (2025, 2026)
PUBLIC_SUBJECTS = {  # 人工智能通识 is the national theme of 2025; the others are made up
    2025: ("人工智能通识", "职业道德与法律法规（示例）"),
    2026: ("数字技术应用（示例）", "职业道德与法律法规（示例）"),
}
HOURS = {SubjectType.PUBLIC: (24, 30), SubjectType.PROFESSIONAL: (42, 60, 66, 72)}
PUBLIC_SHARE = 0.4
MAKE_UP_SHARE = 0.06  # classes of 2026 whose hours count for 2025
LAST_MONTH = {2025: 11, 2026: 10}
SUBJECT_COLUMNS = ("id", "type", "name", "organization_id", "year")
CLASS_COLUMNS = (
    "id",
    "base_id",
    "subject_id",
    "plan_id",
    "name",
    "starts_on",
    "ends_on",
    "place",
    "hours",
    "training_year",
    "credit_year",
    "pass_mark",
)


@dataclass(frozen=True)
class Topic:
    """A subject as the classes need it."""

    id: int
    kind: SubjectType
    name: str
    owner: Body
    year: int | None


@dataclass(frozen=True)
class Course:
    """A class as the scores need it."""

    id: int
    base: Body
    topic: Topic
    number: int  # among the base's classes of the year
    year: int
    credit_year: int
    starts_on: date
    hours: int

    @property
    def ends_on(self) -> date:
        """The last day, at eight hours a day."""
        return self.starts_on + timedelta(days=-(-self.hours // 8) - 1)

    @property
    def name(self) -> str:
        """The name, which no other class of the base has."""
        made_up = f"，补{self.credit_year}年度" if self.credit_year != self.year else ""
        subject = self.topic.name.removeprefix(f"{self.year}年度").removesuffix("（示例）")
        return f"{self.year}年{subject}培训班（第{self.number}期{made_up}）"


def make_subjects(session: Session, province_hr: Body, bases: Sequence[Body]) -> list[Topic]:
    """Write the public subjects of each year, which the province keeps, and the professional ones of each base."""
    drafts: list[tuple[SubjectType, str, Body, int | None]] = [
        (SubjectType.PUBLIC, f"{year}年度公需科目：{name}", province_hr, year)
        for year, names in PUBLIC_SUBJECTS.items()
        for name in names
    ]
    drafts += [
        (SubjectType.PROFESSIONAL, name, base, None) for base in bases for name in FIELDS[base.field].subjects
    ]
    ids = take_ids(session, Subject, len(drafts))
    topics = [Topic(id_, *draft) for id_, draft in zip(ids, drafts, strict=True)]
    copy_rows(session, Subject, SUBJECT_COLUMNS, ((t.id, t.kind, t.name, t.owner.id, t.year) for t in topics))
    return topics


def make_classes(
    session: Session,
    bases: Sequence[Body],
    topics: Sequence[Topic],
    planners: Mapping[int, int],
    chance: Random,
    per_year: int,
) -> list[Course]:
    """Write `per_year` classes of each base and year, of both kinds, and the plans that they stand on."""
    drafts = [draft for base in bases for draft in _courses(base, topics, chance, per_year)]
    courses = [
        Course(id_, *draft)
        for id_, draft in zip(take_ids(session, TrainingClass, len(drafts)), drafts, strict=True)
    ]
    plans = make_plans(session, courses, planners)
    rows = (_row(course, plans[key_of(course)]) for course in courses)
    copy_rows(session, TrainingClass, CLASS_COLUMNS, rows)
    return courses


def _courses(
    base: Body, topics: Sequence[Topic], chance: Random, per_year: int
) -> Iterator[tuple[Body, Topic, int, int, int, date, int]]:
    public_count = max(1, round(per_year * PUBLIC_SHARE))
    own = [topic for topic in topics if topic.owner is base]
    for year in YEARS:
        public = [topic for topic in topics if topic.year == year]
        days = sorted(
            date(year, chance.randint(3, LAST_MONTH[year]), chance.randint(1, 18)) for _ in range(per_year)
        )
        for number, starts_on in enumerate(days, start=1):
            topic = chance.choice(public if number <= public_count else own)
            is_made_up = year == YEARS[-1] and number > public_count + 1 and chance.random() < MAKE_UP_SHARE
            credit_year = year - 1 if is_made_up else year
            is_first_of_kind = number in (1, public_count + 1)  # the longest: they make somebody's year complete
            hours = HOURS[topic.kind][-1] if is_first_of_kind else chance.choice(HOURS[topic.kind])
            yield base, topic, number, year, credit_year, starts_on, hours


def _row(course: Course, plan_id: int) -> tuple[object, ...]:
    return (
        course.id,
        course.base.id,
        course.topic.id,
        plan_id,
        course.name,
        course.starts_on,
        course.ends_on,
        f"{course.base.name.removesuffix('（示例）')}第{course.number}教室",
        course.hours,
        course.year,
        course.credit_year,
        60,
    )
