"""People of the demo: two members for each organisation, and learners spread unevenly over employers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from app.permissions import MODULES
from app.sealing import sealer
from app.services.demo.bodies import Body
from app.services.demo.copying import copy_rows, take_ids
from app.services.demo.fields import FIELDS
from app.services.demo.names import Names
from app.services.demo.numbers import nth_mobile, nth_resident_id
from models import Learner, Membership, OrganizationKind, Role, User

ROLE_NAMES = {
    OrganizationKind.BASE: "成绩管理员",
    OrganizationKind.EMPLOYER: "学时审核员",
    OrganizationKind.COMPETENT: "学时审核员",
    OrganizationKind.HR: "学时审核员",
    OrganizationKind.SYSTEM: "流程设计员",
    OrganizationKind.SECURITY: "流程发布员",
    OrganizationKind.AUDIT: "审计员",
}
USER_COLUMNS = ("id", "name", "resident_id_sealed", "resident_id_hash", "mobile_sealed", "password_hash")
LEARNER_COLUMNS = ("id", "user_id", "resident_id_hash", "name", "employer_id", "title_series")
OTHER_TITLES = ("其他", "无", "会计", "档案", "经济")
OTHER_TITLE_SHARE = 0.08


@dataclass
class Person:
    """Somebody who can sign in."""

    name: str
    resident_id: str
    resident_id_hash: bytes
    number: int
    id: int = 0


@dataclass(frozen=True)
class Pupil:
    """A learner, as the scores need it."""

    id: int
    employer: Body


class People:
    """Writes people; all have the one password whose hash is given."""

    def __init__(self, session: Session, names: Names, chance: Random, password_hash: str) -> None:
        self._session = session
        self._names = names
        self._chance = chance
        self._password_hash = password_hash
        self._numbers = count(0)

    def make_members(self, bodies: Sequence[Body], known: Mapping[tuple[int, bool], str]) -> dict[int, int]:
        """Write a super administrator and a clerk with a role for each body; return the clerks' memberships.

        `known` gives the id numbers of those whom the README lists, by organisation and whether they are the
        super administrator.
        """
        seats = [(body, is_super) for body in bodies for is_super in (True, False)]
        people = [self._person(known.get((body.id, is_super))) for body, is_super in seats]
        self._write_users(people)
        roles = self._write_roles(bodies)
        ids = take_ids(self._session, Membership, len(seats))
        copy_rows(
            self._session,
            Membership,
            ("id", "user_id", "organization_id", "role_id", "is_super"),
            (
                (id_, person.id, body.id, None if is_super else roles[body.id], is_super)
                for id_, person, (body, is_super) in zip(ids, people, seats, strict=True)
            ),
        )
        return {body.id: id_ for id_, (body, is_super) in zip(ids, seats, strict=True) if not is_super}

    def make_learners(self, employers: Sequence[Body], counts: Sequence[int], first_id: str) -> list[Pupil]:
        """Write `counts` learners for each employer; the first of all has the id number `first_id`."""
        places = [employer for employer, number in zip(employers, counts, strict=True) for _ in range(number)]
        people = [self._person(None if n else first_id) for n in range(len(places))]
        self._write_users(people)
        ids = take_ids(self._session, Learner, len(places))
        copy_rows(
            self._session,
            Learner,
            LEARNER_COLUMNS,
            (
                (id_, person.id, person.resident_id_hash, person.name, employer.id, self._title(employer))
                for id_, person, employer in zip(ids, people, places, strict=True)
            ),
        )
        return [Pupil(id_, employer) for id_, employer in zip(ids, places, strict=True)]

    def _person(self, resident_id: str | None) -> Person:
        number = next(self._numbers)
        resident_id = resident_id or nth_resident_id(number)
        is_man = int(resident_id[16]) % 2 == 1  # GB 11643
        return Person(self._names.draw(is_man=is_man), resident_id, sealer().lookup(resident_id), number)

    def _write_users(self, people: Sequence[Person]) -> None:
        for person, id_ in zip(people, take_ids(self._session, User, len(people)), strict=True):
            person.id = id_
        copy_rows(self._session, User, USER_COLUMNS, self._user_rows(people))

    def _user_rows(self, people: Sequence[Person]) -> Iterable[tuple[object, ...]]:
        seal = sealer().seal
        for person in people:
            mobile = nth_mobile(person.number)
            yield (
                person.id,
                person.name,
                seal(person.resident_id),
                person.resident_id_hash,
                seal(mobile),
                self._password_hash,
            )

    def _write_roles(self, bodies: Sequence[Body]) -> dict[int, int]:
        ids = take_ids(self._session, Role, len(bodies))
        copy_rows(
            self._session,
            Role,
            ("id", "organization_id", "name", "modules"),
            (
                (id_, body.id, ROLE_NAMES[body.kind], [module.value for module in MODULES[body.kind.value]])
                for id_, body in zip(ids, bodies, strict=True)
            ),
        )
        return {body.id: id_ for id_, body in zip(ids, bodies, strict=True)}

    def _title(self, employer: Body) -> str:
        is_other = self._chance.random() < OTHER_TITLE_SHARE
        return self._chance.choice(OTHER_TITLES if is_other else FIELDS[employer.field].titles)
