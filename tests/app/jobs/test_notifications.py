"""Mails of what one was told: to who asked for them, once, and no decision waits for a mail server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from app.config import settings
from app.database import Database
from app.jobs.worker import work
from app.permissions import Actor
from app.queue import defer
from app.services.accounts.settings import Settings, change_settings
from app.services.accounts.substitutes import set_substitute
from app.services.approvals.holding import claim
from app.services.approvals.remarks import copy_to, urge
from app.services.commands import order, run_chunk
from app.services.notifications.digest import take_due
from app.today import CHINA, today
from models import CommandKind, MailChoice, Module, Notification, NotificationKind, User, UserSetting
from tests.factories import make_member, resident_id_of
from tests.journey import PROCESS, Journey, begin
from tests.mailbox import mailbox

JOBS = text("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
Post = Callable[..., list[EmailMessage]]


@pytest.fixture
def post(monkeypatch) -> Iterator[Post]:
    """Start a mail server that takes none of the first mails, and set the program to it."""
    with ExitStack() as stack:

        def start(refusals: int = 0) -> list[EmailMessage]:
            address, mails = stack.enter_context(mailbox(refusals=refusals))
            monkeypatch.setenv("SMTP_URL", address)
            monkeypatch.setenv("MAIL_FROM", "noreply@pingtai.example")
            monkeypatch.setenv("SITE_URL", "https://pingtai.example")
            settings.cache_clear()
            return mails

        yield start
    monkeypatch.undo()
    settings.cache_clear()


def wants(session: Session, who: Actor, mail: MailChoice) -> None:
    """He has an address and asks for mails."""
    session.execute(update(User).where(User.id == who.user_id).values(email=f"u{who.user_id}@danwei.example"))
    change_settings(session, Settings(mail=mail), by=who)


@pytest.fixture
def journey(committed_database: Database) -> Journey:
    """Two scores that are not declared; the employer's member wants mails at once."""
    with committed_database.unit_of_work() as session:
        begun = begin(session, learners=2)
        wants(session, begun.chain.employer_member, MailChoice.AT_ONCE)
    return begun


@pytest.fixture
def declare(committed_database: Database, journey: Journey) -> Callable[[], None]:
    def act() -> None:
        with committed_database.unit_of_work() as session:
            journey.session = session
            assert all(result.ok for result in journey.declare())

    return act


def jobs(database: Database) -> list[str]:
    with database.unit_of_work() as session:
        return list(session.scalars(JOBS))


def test_who_asked_for_it_is_mailed_once_and_others_are_not(
    committed_database, committed_urls, journey, declare, post
):
    mails = post()
    with committed_database.unit_of_work() as session:
        outsider = make_member(session, journey.chain.employer, modules=(Module.STATISTICS,))
        wants(session, outsider, MailChoice.AT_ONCE)
        wants(session, journey.chain.base_member, MailChoice.AT_ONCE)
    declare()
    assert jobs(committed_database) == ["pass_on_notifications"]
    work(committed_database, committed_urls.application, wait=False)
    (mail,) = mails
    assert mail["To"] == f"u{journey.chain.employer_member.user_id}@danwei.example"
    assert mail["Subject"] == "您有 2 条新待办：学时申报 - 继续教育审批服务平台"
    said = mail.get_content()
    assert "单位审核员，您好：" in said
    assert f"{journey.chain.employer.name}有 2 条学时申报等待办理（用人单位审核）" in said
    assert "https://pingtai.example/notifications" in said
    assert jobs(committed_database) == []


def test_no_mail_names_a_learner_or_holds_an_id_number(committed_database, committed_urls, journey, declare, post):
    mails = post()
    with committed_database.unit_of_work() as session:
        person = session.get_one(User, journey.chain.learners[0].user_id)
        person.name, number = "欧阳测试", resident_id_of(person)
    declare()
    with committed_database.unit_of_work() as session:
        journey.session = session
        sender = make_member(session, journey.chain.employer)
        to = [journey.chain.employer_member.user_id]
        copy_to(session, journey.instances()[0].id, by=sender, user_ids=to)
    work(committed_database, committed_urls.application, wait=False)
    assert len(mails) == 2
    for mail in mails:
        assert number not in mail.get_content()
        assert "欧阳测试" not in mail.get_content()
    assert "/instances/" in mails[1].get_content()


def test_nobody_waits_for_a_mail_no_job(committed_database, journey, declare, post):
    post()
    with committed_database.unit_of_work() as session:
        change_settings(session, Settings(), by=journey.chain.employer_member)
    declare()
    assert jobs(committed_database) == []


def test_a_server_that_refuses_loses_nothing(committed_database, committed_urls, journey, declare, post):
    mails = post(refusals=1)
    declare()
    work(committed_database, committed_urls.application, wait=False)
    assert mails == []
    assert jobs(committed_database) == ["mail_notifications"]
    with committed_database.unit_of_work() as session:
        later = session.scalar(text("SELECT scheduled_at - now() FROM procrastinate_jobs WHERE status = 'todo'"))
        assert timedelta(seconds=30) < later <= timedelta(seconds=60)
        session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))
    work(committed_database, committed_urls.application, wait=False)
    assert len(mails) == 1
    assert jobs(committed_database) == []


def test_a_server_that_is_down_delays_no_decision(
    committed_database, committed_urls, journey, declare, post, monkeypatch
):
    post()
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    declare()
    work(committed_database, committed_urls.application, wait=False)
    with committed_database.unit_of_work() as session:
        journey.session = session
        assert all(r.ok for r in journey.review("employer_review", "approve", by=journey.chain.employer_member))
    assert jobs(committed_database) == ["mail_notifications"]


def test_what_is_rolled_back_is_not_mailed(committed_database, journey):
    with committed_database.sessions() as session:
        journey.session = session
        journey.declare()
        session.rollback()
    assert jobs(committed_database) == []


def test_who_turned_mails_off_meanwhile_gets_none(committed_database, committed_urls, journey, declare, post):
    mails = post()
    declare()
    with committed_database.unit_of_work() as session:
        change_settings(session, Settings(), by=journey.chain.employer_member)
    work(committed_database, committed_urls.application, wait=False)
    assert mails == []


def test_a_command_is_one_mail_however_many_chunks(committed_database, committed_urls, journey, post):
    mails = post()
    with committed_database.unit_of_work() as session:
        targets = [(id, None) for id in journey.score_ids]
        facts = {"by": journey.chain.base_member, "key": "once", "params": {"process_id": PROCESS}}
        command = order(session, CommandKind.DECLARE, targets, inline_rows=0, **facts).id
        session.execute(text("DELETE FROM procrastinate_jobs"))
    finished = False
    while not finished:
        assert jobs(committed_database) == []
        with committed_database.unit_of_work() as session:
            finished = run_chunk(session, command, limit=1)
    assert jobs(committed_database) == ["pass_on_notifications"]
    work(committed_database, committed_urls.application, wait=False)
    assert [mail["Subject"][:9] for mail in mails] == ["您有 2 条新待办"]


def morning() -> datetime:
    """Eight o'clock tomorrow in China."""
    return (datetime.now(CHINA) + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def daily(committed_database, journey, declare) -> Actor:
    """The employer's member wants one mail a day, and was told two things."""
    with committed_database.unit_of_work() as session:
        wants(session, journey.chain.employer_member, MailChoice.DAILY)
        session.execute(update(UserSetting).values(digested_to=func.now() - timedelta(days=1)))
    declare()
    with committed_database.unit_of_work() as session:
        journey.session = session
        sender = make_member(session, journey.chain.employer)
        to = [journey.chain.employer_member.user_id]
        copy_to(session, journey.instances()[0].id, by=sender, user_ids=to)
    return journey.chain.employer_member


def test_a_daily_mail_tells_of_the_day_in_one(committed_database, committed_urls, journey, daily, post):
    mails = post()
    assert jobs(committed_database) == []
    with committed_database.unit_of_work() as session:
        assert take_due(session, now=morning()) == 1
    work(committed_database, committed_urls.application, wait=False)
    (mail,) = mails
    assert mail["Subject"].startswith(f"每日汇总 {morning():%Y-%m-%d}：2 条通知")
    assert "新待办：学时申报 2 条待办理（用人单位审核）" in mail.get_content()
    assert "抄送：测试员抄送给您学时申报 1 条" in mail.get_content()
    assert journey.chain.employer.name in mail.get_content()


def test_a_day_is_told_once_even_when_two_workers_look_at_the_same_time(committed_database, daily):
    with committed_database.unit_of_work() as first:
        assert take_due(first, now=morning()) == 1
        with committed_database.unit_of_work() as second:
            assert take_due(second, now=morning()) == 0
    with committed_database.unit_of_work() as third:
        assert take_due(third, now=morning()) == 0
    assert jobs(committed_database) == ["mail_digest"]


def test_before_eight_nothing_is_due_and_the_next_day_it_is_again(committed_database, daily):
    with committed_database.unit_of_work() as session:
        assert take_due(session, now=morning() - timedelta(minutes=1)) == 0
        assert take_due(session, now=morning()) == 1
        assert take_due(session, now=morning() + timedelta(days=1)) == 1


def test_who_was_told_nothing_gets_no_daily_mail(committed_database, committed_urls, journey, post):
    mails = post()
    with committed_database.unit_of_work() as session:
        wants(session, journey.chain.hr_member, MailChoice.DAILY)
        session.execute(update(UserSetting).values(digested_to=func.now() - timedelta(days=1)))
    with committed_database.unit_of_work() as session:
        assert take_due(session, now=morning()) == 1
    work(committed_database, committed_urls.application, wait=False)
    assert mails == []


def test_an_urge_is_mailed_to_who_holds_the_item_and_to_his_substitute(
    committed_database, committed_urls, journey, declare, post
):
    mails = post()
    with committed_database.unit_of_work() as session:
        stands_in = make_member(session, journey.chain.employer, modules=(), name="代理人")
        wants(session, stands_in, MailChoice.AT_ONCE)
    declare()
    holder = journey.chain.employer_member
    with committed_database.unit_of_work() as session:
        journey.session = session
        claim(session, journey.open_items("employer_review")[:1], by=holder)
        days = {"first_day": today(), "last_day": today()}
        set_substitute(session, by=holder, user_id=holder.user_id, substitute_id=stands_in.user_id, **days)
        session.execute(text("DELETE FROM procrastinate_jobs"))
        urge(session, [journey.instances()[0].id], by=journey.chain.base_member)
    work(committed_database, committed_urls.application, wait=False)
    assert sorted(mail["To"] for mail in mails) == sorted(
        f"u{who.user_id}@danwei.example" for who in (holder, stands_in)
    )
    assert mails[0]["Subject"].startswith("催办：学时申报")


def test_every_event_has_a_sheet_that_can_be_filled(committed_database, committed_urls, journey, post):
    mails = post()
    with committed_database.unit_of_work() as session:
        by_id = journey.chain.base_member.user_id
        rows = [
            Notification(
                kind=kind, user_id=journey.chain.employer_member.user_id, by_id=by_id, item_kind="score", rows=1,
                organization_id=journey.chain.employer.id, outcome="approved",
            )
            for kind in NotificationKind
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        for row in rows:
            defer(session, "pass_on_notifications", notification_ids=[row.id])
    work(committed_database, committed_urls.application, wait=False)
    assert len(mails) == len(list(NotificationKind))
    for mail in mails:
        assert "学时申报" in mail["Subject"] or mail["Subject"].startswith("请您代理请假")
        assert "https://pingtai.example/" in mail.get_content()
