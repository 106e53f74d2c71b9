"""About three scores for each learner, in classes that colleagues attend together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from app.services.demo.bodies import Body
from app.services.demo.classes import Course
from app.services.demo.copying import copy_rows, take_ids
from app.services.demo.fates import DECISIONS, Fate, draw_fate
from app.services.demo.moments import moments_of
from app.services.demo.people import Pupil
from app.services.demo.spread import STORY_EMPLOYERS, STORY_LEARNERS
from app.today import today
from models import Level, Score, SubjectType

Slot = tuple[int, SubjectType]  # a learner attends at most one class of each year and kind
PUBLIC_2025, PROFESSIONAL_2025 = (2025, SubjectType.PUBLIC), (2025, SubjectType.PROFESSIONAL)
PUBLIC_2026, PROFESSIONAL_2026 = (2026, SubjectType.PUBLIC), (2026, SubjectType.PROFESSIONAL)
SLOTS: tuple[Slot, ...] = (PUBLIC_2025, PROFESSIONAL_2025, PUBLIC_2026, PROFESSIONAL_2026)
ATTENDANCE = 0.75
FAILING_SHARE = 0.06
COLLEAGUES = 40  # so many of one employer go to the same class
KNOWN_LEARNER = {  # what the learner of the README sees
    PUBLIC_2025: Fate.QUALIFIED,
    PROFESSIONAL_2025: Fate.QUALIFIED,
    PUBLIC_2026: Fate.AT_HR,
    PROFESSIONAL_2026: Fate.AT_EMPLOYER,
}
STORY = tuple(Fate)  # what colleagues of the demo accounts meet in their professional class of 2026
COLUMNS = ("id", "class_id", "base_id", "learner_id", "value", "remark", "entered_by_id", "entered_at")


@dataclass(frozen=True)
class Planned:
    """A score that was entered, and how far it is to get."""

    id: int
    base: Body
    employer: Body
    fate: Fate
    moments: tuple[datetime, ...]  # of its declaration and of what follows


def make_scores(
    session: Session, pupils: Sequence[Pupil], courses: Sequence[Course], enterers: dict[int, int], chance: Random
) -> list[Planned]:
    """Enter all scores; `enterers` gives the user who enters for each base."""
    drafts = list(_attended(pupils, _Timetable(courses, chance), chance))
    ids = take_ids(session, Score, len(drafts))
    rows = (_row(id_, *draft, enterers, chance) for id_, draft in zip(ids, drafts, strict=True))
    copy_rows(session, Score, COLUMNS, rows)
    return [
        Planned(id_, course.base, pupil.employer, fate, _moments(course, fate))
        for id_, (pupil, course, fate) in zip(ids, drafts, strict=True)
    ]


class _Timetable:
    """Which classes the people of an employer may go to: those of its city's bases and of the province's."""

    def __init__(self, courses: Sequence[Course], chance: Random) -> None:
        self._by_slot: dict[Slot, list[Course]] = defaultdict(list)
        for course in courses:
            self._by_slot[course.year, course.topic.kind].append(course)
        self._chance = chance
        self._first_base = courses[0].base

    def longest(self, slot: Slot) -> Course:
        """The longest class of the first base: the learner whom the README names is certified for it."""
        own = [course for course in self._by_slot[slot] if course.base is self._first_base]
        return max(own, key=lambda course: course.hours)

    def choose(self, employer: Body, slot: Slot, colleagues: int, *, is_story: bool) -> list[Course]:
        """Choose the classes for one employer; those of the demo accounts go to the first base."""
        near = [course for course in self._by_slot[slot] if _is_near(course.base, employer)]
        if is_story:
            near = [course for course in near if course.base is self._first_base]
        return self._chance.sample(near, min(len(near), 1 + colleagues // COLLEAGUES))


def _is_near(base: Body, employer: Body) -> bool:
    return base.level in (Level.NATIONAL, Level.PROVINCE) or base.region_code[:4] == employer.region_code[:4]


def _attended(
    pupils: Sequence[Pupil], timetable: _Timetable, chance: Random
) -> Iterator[tuple[Pupil, Course, Fate]]:
    by_employer: dict[int, list[Pupil]] = defaultdict(list)
    for pupil in pupils:
        by_employer[pupil.employer.id].append(pupil)
    for place, colleagues in enumerate(by_employer.values()):
        is_story = place < STORY_EMPLOYERS
        for slot in SLOTS:
            employer = colleagues[0].employer
            courses = timetable.choose(employer, slot, len(colleagues), is_story=is_story)
            for number, pupil in enumerate(colleagues):
                fate = _fate(place, number, slot, chance)
                if fate is not None:
                    is_known = (place, number) == (0, 0)
                    yield pupil, timetable.longest(slot) if is_known else chance.choice(courses), fate


def _moments(course: Course, fate: Fate) -> tuple[datetime, ...]:
    if fate not in DECISIONS:
        return ()
    return tuple(moments_of(fate, course.id, course.ends_on, today()))


def _fate(place: int, number: int, slot: Slot, chance: Random) -> Fate | None:
    """The fate of one learner's score; None where the learner did not attend."""
    if place == 0 and number == 0:
        return KNOWN_LEARNER[slot]
    if place < STORY_EMPLOYERS and number < STORY_LEARNERS and slot == PROFESSIONAL_2026:
        return STORY[(number - 1) % len(STORY)]
    if chance.random() >= ATTENDANCE:
        return None
    return Fate.FAILED if chance.random() < FAILING_SHARE else draw_fate(slot[0], chance)


def _row(
    id_: int, pupil: Pupil, course: Course, fate: Fate, enterers: dict[int, int], chance: Random
) -> tuple[object, ...]:
    value = _value(fate, chance)
    entered_on = course.ends_on + timedelta(days=chance.randint(1, 12))
    entered_at = datetime.combine(entered_on, time(1 + chance.randint(0, 7), chance.randint(0, 59)), UTC)
    remark = "优秀学员" if value >= 95 else ""
    return id_, course.id, course.base.id, pupil.id, value, remark, enterers[course.base.id], entered_at


def _value(fate: Fate, chance: Random) -> Decimal:
    """A mark to half a point, on the side of the pass mark that the fate asks for."""
    passed = fate in DECISIONS or fate is Fate.ENTERED
    low, high, likely = (60.0, 100.0, 84.0) if passed else (30.0, 59.0, 54.0)
    return Decimal(round(chance.triangular(low, high, likely) * 2)) / 2
