"""办理设置: keys, the next item, and whether notifications are mailed."""

import pytest
from sqlalchemy import select, update

from models import MailChoice, User, UserSetting
from tests.app.conftest import page_text, sign_in
from tests.factories import make_base, make_member


@pytest.fixture
def member(session):
    who = make_member(session, make_base(session))
    session.commit()
    return who


def test_mails_need_an_address_and_what_was_chosen_stays_in_the_form(client, session, member):
    sign_in(client, member)
    assert "您还没有填写电子邮箱" in page_text(client.get("/settings"))
    response = client.post("/settings", data={"has_keys": "y", "mail": "daily"})
    assert response.status_code == 422
    assert "请先在“个人基本信息维护”中填写电子邮箱" in page_text(response)
    assert 'checked class="form-check-input is-invalid" id="mail-2"' in response.text
    assert session.scalars(select(UserSetting)).all() == []


def test_who_has_an_address_chooses(client, session, member):
    session.execute(update(User).where(User.id == member.user_id).values(email="yi@danwei.example"))
    session.commit()
    sign_in(client, member)
    page = page_text(client.get("/settings"))
    assert "发送到 yi@danwei.example" in page
    assert "本系统尚未配置邮件服务" in page
    assert client.post("/settings", data={"has_keys": "y", "mail": "at_once"}).status_code == 303
    setting = session.scalars(select(UserSetting)).one()
    assert (setting.has_keys, setting.opens_next, setting.mail) == (True, False, MailChoice.AT_ONCE)


def test_a_choice_that_is_none_is_refused(client, member):
    sign_in(client, member)
    assert client.post("/settings", data={"mail": "hourly"}).status_code == 422
