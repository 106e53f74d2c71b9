import re

import pytest

from app.config import settings
from app.jobs.worker import work
from app.services.recovery.ask import Claim, ask_for_password
from app.services.recovery.link import check_link
from tests.factories import make_employer, make_learner, make_user, resident_id_of
from tests.mailbox import mailbox


@pytest.fixture
def mails(monkeypatch):
    """What the mail server of the settings was sent."""
    with mailbox() as (address, mails):
        monkeypatch.setenv("SMTP_URL", address)
        monkeypatch.setenv("MAIL_FROM", "noreply@pingtai.example")
        monkeypatch.setenv("SITE_URL", "https://pingtai.example/")
        settings.cache_clear()
        yield mails
    monkeypatch.undo()
    settings.cache_clear()


def test_a_link_is_mailed_to_whoever_has_an_address(committed_database, committed_urls, mails):
    with committed_database.unit_of_work() as session:
        user = make_user(session, name="张学员", email="zhang@danwei.example")
        make_learner(session, employer=make_employer(session, name="测试医院"), user=user)
        claim = Claim(resident_id_of(user), "张学员", "测试医院")
        ask_for_password(session, claim)
    work(committed_database, committed_urls.application, wait=False)
    assert [mail["To"] for mail in mails] == ["zhang@danwei.example"]
    text = mails[0].get_content()
    token = re.search(r"https://pingtai\.example/recovery/new\?token=(\S+)", text)[1]
    with committed_database.sessions() as session:
        check_link(session, token)


def test_nobody_is_mailed_for_a_claim_that_is_wrong(committed_database, committed_urls, mails):
    with committed_database.unit_of_work() as session:
        user = make_user(session, name="张学员", email="zhang@danwei.example")
        make_learner(session, employer=make_employer(session, name="测试医院"), user=user)
        ask_for_password(session, Claim(resident_id_of(user), "李四", "测试医院"))
    work(committed_database, committed_urls.application, wait=False)
    assert mails == []
