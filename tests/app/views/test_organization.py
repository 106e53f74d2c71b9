"""The profile of an organisation as its members meet it: through its page."""

import pytest

from models import Organization
from tests.app.conftest import page_text, sign_in
from tests.factories import make_base, make_member

GOOD = {"contact_name": "李明", "contact_phone": "0371-65901234", "address": "郑州市金水路1号", "summary": "简介"}


@pytest.fixture
def base(client, session):
    base = make_base(session)
    member = make_member(session, base)
    session.commit()
    return sign_in(client, member)


def test_what_is_saved_takes_effect_at_once(base, session):
    assert base.get("/organization").status_code == 200
    saved = base.post("/organization", data=GOOD)
    assert saved.status_code == 303
    assert "郑州市金水路1号" in base.get("/organization").text


def test_the_name_is_not_changed_here(base, session):
    base.post("/organization", data=GOOD | {"name": "别的名称"})
    session.expire_all()
    assert session.query(Organization).filter_by(name="别的名称").count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contact_phone": "电话"}, "联系电话应为固定电话或手机号码"),
        ({"contact_name": " "}, "请填写联系人。"),
        ({"industry_code": "?"}, "所选的所属行业不存在"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(base, change, sentence):
    answer = base.post("/organization", data=GOOD | change)
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert "郑州市金水路1号" in answer.text
