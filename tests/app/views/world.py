"""Rows of every kind that an address can name, owned by one chain of organisations, and a neighbour chain.

A route added later is walked without a word here, unless its address has an argument of a new name: `arguments`
then says whose row it takes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.permissions import Actor
from app.services.approvals import start
from app.services.commands import order
from app.services.diagrams.draft_tables import save_table
from app.services.diagrams.drafts import read_draft
from app.services.diagrams.grids import Grid
from app.services.diagrams.library import current_version
from app.services.inbox.saved_views import save_view
from app.services.transfers.request import request_transfer
from app.services.webhooks.edit import WebhookFields, add_webhook
from models import (
    Alarm,
    AlarmKind,
    Certificate,
    CommandKind,
    Industry,
    Instance,
    Membership,
    Migration,
    Module,
    NotificationKind,
    Region,
    SavedView,
    ScoreImport,
    ScoreImportRow,
    Substitution,
    Webhook,
    WorkItem,
    YearRule,
)
from models.score_import import ImportState
from tests.drawing import Offices, draw_city_review, make_offices, submit_city_review
from tests.factories import (
    Chain,
    learner_actor,
    make_attachment,
    make_chain,
    make_change,
    make_competent,
    make_employer,
    make_member,
    make_notice,
    make_password_request,
    make_plan,
    make_region,
    make_report,
    make_role,
    make_staff,
    make_venue,
)
from tests.journey import PROCESS, begin

ANONYMOUS = None


@dataclass
class World:
    """`roles` are those of the owner's chain, `neighbours` the full members of the other one."""

    roles: dict[str, Actor | None]
    neighbours: dict[str, Actor]
    arguments: dict[str, Any]

    def arguments_of(self, rule: Rule) -> dict[str, Any]:
        """Return what fills the address of `rule` with the owner's rows."""
        missing = set(rule.arguments) - set(self.arguments)
        assert not missing, f"{rule}: tell tests/app/views/world.py whose row {missing} is"
        return {name: self.arguments[name] for name in rule.arguments}


def _substitution(session: Session, chain: Chain) -> Substitution:
    """The base's member is away, a colleague stands in."""
    colleague = make_member(session, chain.base)
    row = Substitution(
        organization_id=chain.base.id,
        user_id=chain.base_member.user_id,
        substitute_id=colleague.user_id,
        first_day=date(2020, 1, 1),
        last_day=date(2020, 1, 2),
        created_by_id=colleague.user_id,
    )
    session.add(row)
    session.flush()
    return row


def make_world(session: Session) -> World:
    """Two provinces; in the first, one score is declared, one only entered, and one import is read."""
    journey = begin(session, learners=2)
    chain, declared, entered = journey.chain, *journey.score_ids
    assert all(result.ok for result in start(session, PROCESS, [declared], by=chain.base_member))
    command = order(
        session, CommandKind.DECLARE, [], by=chain.base_member, key="walk", params={"process_id": PROCESS}
    )
    instance = session.scalars(select(Instance)).one()
    work_item = session.scalars(select(WorkItem)).one()
    plan = make_plan(session, base=chain.base)
    offices = make_offices(session)
    release_id = submit_city_review(session, by=offices.system)
    world = World(
        roles=_roles(session, chain) | vars(offices),
        neighbours=_full_members(session, make_chain(session)),
        arguments={
            "class_id": chain.training_class.id,
            "score_id": entered,
            "import_id": _import(session, chain),
            "instance_id": instance.id,
            "signer_id": chain.hr_member.user_id,
            "substitution_id": _substitution(session, chain).id,
            "group_id": instance.group_id,
            "user_task_id": work_item.user_task_id,
            "command_id": command.id,
            "membership_id": _disabled_member(session, chain),
            "role_id": make_role(session, chain.base, modules=(Module.SCORE_ENTRY,)).id,
            "organization_id": chain.base.id,
            "learner_id": chain.learners[0].id,
            "subject_id": chain.training_class.subject_id,
            "plan_id": plan.id,
            "rule_id": _year_rule(session, chain),
            "request_id": make_password_request(session, chain.learners[0]).id,
            "notice_id": make_notice(session, by=chain.hr_member).id,
            "transfer_id": _transfer(session, chain),
            "certificate_id": _certificate(session, chain),
            "change_id": make_change(session, chain.base_member).id,
            "report_id": make_report(session, chain.base_member).id,
            "venue_id": make_venue(session, chain.base).id,
            "staff_id": make_staff(session, chain.base).id,
            "view_id": _saved_view(session, chain),
            "kind": "base",
            "what": "hr",
            "process_id": PROCESS,
            "version_id": current_version(session, PROCESS),
            "region_code": make_region(session, parent=session.get_one(Region, chain.hr.region_code)).code,
            "industry_code": _industry(session),
            "webhook_id": _webhook(session, offices.system),
            "alarm_id": _alarm(session),
            "migration_id": _migration(session, offices),
            "draft_id": _draft(session, offices.system),
            "release_id": release_id,
            "side": "after",
            "key": "table_1",  # of the draft
            "registration_id": 1,  # whose it is, the browser's session says
            "attachment_id": make_attachment(session, plan, by=chain.base_member).id,
        },
    )
    session.commit()
    return world


def _full_members(session: Session, chain: Chain) -> dict[str, Actor]:
    return {
        "base": chain.base_member,
        "employer": chain.employer_member,
        "hr": chain.hr_member,
        "competent": make_member(session, make_competent(session, hr=chain.hr)),
        "learner": learner_actor(session, chain.learners[0]),
    }


def _roles(session: Session, chain: Chain) -> dict[str, Actor | None]:
    """Everybody, and of each kind of organisation somebody whose role opens nothing."""
    bare = {
        "base without modules": make_member(session, chain.base, modules=()),
        "employer without modules": make_member(session, chain.employer, modules=()),
        "hr without modules": make_member(session, chain.hr, modules=()),
    }
    chief = make_member(session, chain.base, is_super=True)
    return {"nobody": ANONYMOUS, "super administrator": chief, **_full_members(session, chain), **bare}


def _alarm(session: Session) -> int:
    """Of any work that is open."""
    alarm = Alarm(kind=AlarmKind.NO_SUPERIOR, work_item_id=session.scalars(select(WorkItem.id)).first())
    session.add(alarm)
    session.flush()
    return alarm.id


def _draft(session: Session, by: Actor) -> int:
    """One with a decision table."""
    draft_id = draw_city_review(session, by=by)
    revision = read_draft(session, draft_id, by=by).revision
    save_table(session, draft_id, None, Grid("定级别", "UNIQUE", ["hours"], ["way"], []), by=by, revision=revision)
    return draft_id


def _industry(session: Session) -> str:
    session.add(Industry(code="Z", name="测试行业"))
    session.flush()
    return "Z"


def _webhook(session: Session, by: Actor) -> int:
    """Turned off: nothing of this world is sent anywhere."""
    fields = WebhookFields("门户", "https://portal.example/in", [NotificationKind.OPENED], is_enabled=False)
    add_webhook(session, fields, by=by)
    return session.scalars(select(Webhook.id)).one()


def _migration(session: Session, offices: Offices) -> int:
    """One that moved nothing."""
    row = Migration(
        process_id=PROCESS, to_version_id=current_version(session, PROCESS), user_id=offices.system.user_id,
        membership_id=offices.system.membership_id, total=0,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _saved_view(session: Session, chain: Chain) -> int:
    save_view(session, "本周的", {"kind": "score"}, is_shared=True, by=chain.base_member)
    return session.scalars(select(SavedView.id)).one()


def _transfer(session: Session, chain: Chain) -> int:
    """Of the learner whose score is only entered."""
    by = learner_actor(session, chain.learners[1])
    return request_transfer(session, make_employer(session, hr=chain.hr).id, "工作调动", by=by).id


def _certificate(session: Session, chain: Chain) -> int:
    row = Certificate(
        learner_id=chain.learners[0].id, year=2025, number="JXJY202500000000", code="A" * 16,
        hours={"public": "30.0", "professional": "60.0", "total": "90.0"}, issuer_id=chain.hr.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _disabled_member(session: Session, chain: Chain) -> int:
    """Disabled, so that whoever walks the pages cannot hand over to him and be gone for the rest of the walk."""
    member = make_member(session, chain.base)
    session.get_one(Membership, member.membership_id).is_enabled = False
    return member.membership_id


def _year_rule(session: Session, chain: Chain) -> int:
    rule = YearRule(
        region_code=chain.hr.region_code, year=2026, total_hours=90, public_hours=24, professional_hours=60,
        hours_per_day=8, pass_mark=60,
    )  # fmt: skip
    session.add(rule)
    session.flush()
    return rule.id


def _import(session: Session, chain: Chain) -> int:
    row = ScoreImport(
        class_id=chain.training_class.id,
        base_id=chain.base.id,
        user_id=chain.base_member.user_id,
        membership_id=chain.base_member.membership_id,
        file_name="成绩.xlsx",
        file_key="",
        state=ImportState.READY,
        rows_total=1,
        wrong_rows=1,
    )
    session.add(row)
    session.flush()
    problem = {"column": "score", "reason": "该学员成绩已录入"}
    session.add(
        ScoreImportRow(
            import_id=row.id, row_number=2, learner_id=chain.learners[1].id, value=85, problems=[problem]
        )
    )
    session.flush()
    return row.id
