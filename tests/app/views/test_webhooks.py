"""消息推送: the pages of system administrators."""

import pytest
from sqlalchemy import select

from app.sealing import sealer
from models import Webhook
from tests.app.conftest import page_text, sign_in
from tests.drawing import make_offices

FIELDS = {
    "name": "省统一门户",
    "url": "https://portal.example/in",
    "events": ["opened", "urged"],
    "is_enabled": "y",
}


@pytest.fixture
def administrator(client, session):
    by = make_offices(session).system
    session.commit()
    return sign_in(client, by)


def test_the_secret_is_shown_once_and_never_again(administrator, session):
    page = administrator.post("/webhooks/new", data=FIELDS)
    assert page.status_code == 200
    secret = sealer().unseal(session.scalars(select(Webhook.secret_sealed)).one())
    assert secret in page.text
    for address in ("/webhooks", f"/webhooks/{session.scalars(select(Webhook.id)).one()}/edit"):
        assert secret not in administrator.get(address).text
    listed = page_text(administrator.get("/webhooks"))
    assert "省统一门户 https://portal.example/in 新待办、催办 启用 还没有发送过" in listed


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url": "http://portal.example/"}, "须是以 https:// 开头的完整地址"),
        ({"url": "https://192.168.0.9/in"}, "不能发送到内部网络或本机地址"),
        ({"events": []}, "请选择事件。"),
        ({"events": ["nonsense"]}, "事件"),
        ({"name": " "}, "请填写名称。"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(administrator, session, fields, sentence):
    page = administrator.post("/webhooks/new", data=FIELDS | fields)
    assert page.status_code == 422
    assert sentence in page_text(page)
    assert "portal.example" in page.text or "192.168" in page.text
    assert session.scalars(select(Webhook)).all() == []


def test_one_is_changed_tried_turned_off_and_deleted(administrator, session):
    administrator.post("/webhooks/new", data=FIELDS)
    webhook_id = session.scalars(select(Webhook.id)).one()
    assert administrator.post(f"/webhooks/{webhook_id}/try").location == "/webhooks"
    assert "已发出一条测试消息" in page_text(administrator.get("/webhooks"))
    assert 'value="opened"' in administrator.get(f"/webhooks/{webhook_id}/edit").text
    off = {key: value for key, value in FIELDS.items() if key != "is_enabled"} | {"name": "旧门户"}
    assert administrator.post(f"/webhooks/{webhook_id}/edit", data=off).status_code == 303
    assert "旧门户" in (listed := page_text(administrator.get("/webhooks")))
    assert "停用" in listed
    assert "旧门户" in page_text(administrator.get(f"/webhooks/{webhook_id}/delete"))
    administrator.post(f"/webhooks/{webhook_id}/delete")
    assert "还没有设置消息推送。" in page_text(administrator.get("/webhooks"))


def test_what_failed_and_what_was_given_up_is_seen(administrator, session):
    administrator.post("/webhooks/new", data=FIELDS)
    row = session.scalars(select(Webhook)).one()
    row.last_at, row.last_result, row.is_failing, row.given_up = row.created_at, "对方答复 500", True, 3
    session.commit()
    listed = page_text(administrator.get("/webhooks"))
    assert "失败" in listed
    assert "对方答复 500 已放弃 3 条" in listed
