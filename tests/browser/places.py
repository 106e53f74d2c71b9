"""One province in which every page of the journey has something to show, and the addresses of these pages."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from app.permissions import Actor
from app.services.commands import order
from app.services.scores.imports.upload import upload
from app.services.scores.template import template_file
from models import CommandKind
from tests.browser.province import Course, Province
from tests.browser.workbooks import fill
from tests.factories import learner_actor, make_member, make_user
from tests.journey import PROCESS

SCORES = {"钱一": 85, "孙二": 90, "李三": 70, "周四": 75, "吴五": 66, "郑六": 95, "王七": 59}
QUALIFIED, AT_EMPLOYER, AT_HR, RETURNED, REJECTED, ENTERED, FAILING = SCORES
REASON = "考勤不足三分之二，请核实后重报。"
TITLE = "2026年公需科目：职业道德与法律法规培训班（第{}期）"  # as long as titles are


@dataclass(frozen=True)
class Places:
    """People by what they are called here, and addresses by what they show."""

    people: dict[str, Actor | None]
    addresses: dict[str, str]


def make_places(province: Province, folder: Path) -> Places:
    """Bring one class so far that each of its scores stands elsewhere."""
    course = province.open_class(scores=SCORES, title=TITLE.format(1))
    province.declare(course, QUALIFIED, AT_EMPLOYER, AT_HR, RETURNED, REJECTED)
    province.decide(course, QUALIFIED, AT_HR, by=province.employer, comment="材料齐全。")
    province.decide(course, QUALIFIED, by=province.hr)
    province.decide(course, RETURNED, by=province.employer, outcome="return", comment=REASON)
    province.decide(course, REJECTED, by=province.employer, outcome="reject", comment="未参加培训。")
    province.declare(province.open_class(scores={"冯八": 88}, title=TITLE.format(2)))
    return Places(people_of(province, course), addresses_of(province, course, folder))


def people_of(province: Province, course: Course) -> dict[str, Actor | None]:
    """Everybody; the neighbours are of another province, and somebody works for two organisations."""
    with province.database.unit_of_work() as session:
        several = make_user(session, name="两处任职")
        make_member(session, province.chain.employer, user=several)
        neighbour_learner = learner_actor(session, province.neighbour.learners[0])
        at_two = make_member(session, province.chain.hr, user=several)
    return {
        "nobody": None,
        "base": province.base,
        "employer": province.employer,
        "hr": province.hr,
        "learner": course.people[QUALIFIED].actor,
        "somebody of two organisations": at_two,
        "neighbour base": province.neighbour.base_member,
        "neighbour employer": province.neighbour.employer_member,
        "neighbour hr": province.neighbour.hr_member,
        "neighbour learner": neighbour_learner,
    }


def addresses_of(province: Province, course: Course, folder: Path) -> dict[str, str]:
    """Where each page is."""

    def group(node_id: str) -> str:
        return f"/inbox/groups/{province.task(node_id)}/{course.id}"

    def instance(name: str) -> str:
        return f"/instances/{province.instance_of(course, name)}"

    scores = f"/base/scores/{course.id}"
    good, refused = import_of(province, course, folder), picture_of(province, course)
    return {
        "sign-in": "/sign-in",
        "front": "/",
        "home": "/home",
        "password": "/password",
        "identities": "/switch",
        "classes": "/base/scores",
        "class": scores,
        "all scores": "/base/scores/all",
        "taught classes": "/base/classes",
        "edit": f"{scores}/{course.scores[ENTERED]}/edit",
        "delete": f"{scores}/{course.scores[ENTERED]}/delete",
        "template": f"{scores}/template.xlsx",
        "upload": f"{scores}/imports",
        "import": f"/base/scores/imports/{good}",
        "wrong rows": f"/base/scores/imports/{good}/wrong-rows.xlsx",
        "refused import": f"/base/scores/imports/{refused}",
        "declarations": f"/base/declarations?class_id={course.id}",
        "inbox": "/inbox",
        "employer's group": group("employer_review"),
        "hr's group": group("hr_review"),
        "returned group": group("revise"),
        "submitted": "/instances",
        "instance at the employer": instance(AT_EMPLOYER),
        "instance at the hr department": instance(AT_HR),
        "returned instance": instance(RETURNED),
        "correction": f"{instance(RETURNED)}/correct",
        "qualified instance": instance(QUALIFIED),
        "diagram": f"{instance(QUALIFIED)}/diagram.json",
        "rejected instance": instance(REJECTED),
        "command": f"/commands/{command_of(province, course)}",
        "hours": "/hours",
        "nothing": "/there-is-nothing",
    }


def import_of(province: Province, course: Course, folder: Path) -> int:
    """An import with a right row and wrong ones, which waits for the base to say what becomes of it."""
    newcomer = province.open_class("陈九").people["陈九"]
    with province.database.unit_of_work() as session:
        name, content = template_file(session, course.id, by=province.base)
        template = folder / name
        template.write_bytes(content)
        known = course.people[ENTERED]
        rows = [
            (newcomer.name, newcomer.resident_id, 85),
            (known.name, known.resident_id, 85),
            ("钱一", "41019919800101", 101),
        ]
        with fill(template, rows).open("rb") as file:
            return upload(session, course.id, file, "一月成绩.xlsx", by=province.base).id


def picture_of(province: Province, course: Course) -> int:
    """An import of what is no spreadsheet."""
    with province.database.unit_of_work() as session:
        return upload(session, course.id, BytesIO(b"\x89PNG\r\n\x1a\n"), "照片.xlsx", by=province.base).id


def command_of(province: Province, course: Course) -> int:
    """A bulk command that left rows out."""
    with province.database.unit_of_work() as session:
        targets = [(course.scores[name], None) for name in (FAILING, AT_EMPLOYER, QUALIFIED)]
        params = {"process_id": PROCESS}
        return order(session, CommandKind.DECLARE, targets, by=province.base, key="pages", params=params).id
