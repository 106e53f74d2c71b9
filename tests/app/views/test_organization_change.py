"""变更审核 as its people meet it: asked for on one page, decided on another, seen in the profile."""

from io import BytesIO

import pytest

from models import Organization
from tests.app.conftest import page_text, sign_in
from tests.changing import NEW_CODE, NEW_NAME, Changing, change_something
from tests.factories import make_employer
from tests.factories.planning import PDF


@pytest.fixture
def changing(session) -> Changing:
    changing = change_something(session)
    session.commit()
    return changing


@pytest.fixture
def base(client, changing):
    return sign_in(client, changing.base_member)


def asked(base, **changes):
    base.get("/organization/change")
    good = {"name": NEW_NAME, "credit_code": NEW_CODE, "reason": "经批复更名", "file": (BytesIO(PDF), "证书.pdf")}
    return base.post("/organization/change", data=good | changes)


def decided(client, changing, outcome):
    reviewer = sign_in(client.application.test_client(), changing.hr_member)
    address = f"/instances/{changing.instance().id}"
    page = reviewer.get(address)
    key = page.text.split('name="key" value="')[1].split('"')[0]
    done = reviewer.post(
        f"{address}/decide", data={"key": key, "outcome": outcome, "comment": "请上传新证书", "revision": 1}
    )
    changing.session.expire_all()
    return done


def test_the_form_begins_with_what_is_true_now(base, changing):
    page = base.get("/organization/change")
    assert f'value="{changing.base.credit_code}"' in page.text
    assert "/organization/change" in base.get("/organization").text


def test_a_change_is_asked_for_seen_in_the_profile_and_approved(client, base, changing):
    assert asked(base).location == "/organization"
    shown = page_text(base.get("/organization"))
    for said in ("变更审核中", NEW_NAME, NEW_CODE, changing.base.name, changing.hr.name):
        assert said in shown
    assert base.get("/organization/change").status_code == 409
    assert decided(client, changing, "approve").status_code == 303
    assert changing.session.get_one(Organization, changing.base.id).name == NEW_NAME
    assert "变更审核中" not in page_text(base.get("/organization"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "请填写新单位名称。"),
        ({"credit_code": NEW_CODE[:-1] + "0"}, "校验不符"),
        ({"reason": ""}, "请填写变更原因。"),
        ({"file": (BytesIO(b"MZ"), "证书.pdf")}, "只接受 JPG、PNG 图片和 PDF"),
        ({"file": (BytesIO(b""), "")}, "请上传证件扫描件"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(base, change, sentence):
    answer = asked(base, **({"name": NEW_NAME} | change))
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert NEW_CODE[:-1] in answer.text


def test_a_returned_change_is_corrected_with_the_reason_in_view(client, base, changing):
    asked(base)
    decided(client, changing, "return")
    assert "修改并重新提交" in page_text(base.get("/organization"))
    address = base.get(f"/instances/{changing.instance().id}/correct").location
    assert "请上传新证书" in page_text(base.get(address))
    sent = base.post(address, data={"name": NEW_NAME, "credit_code": NEW_CODE, "reason": "换了证书"})
    assert sent.status_code == 303
    assert base.get(address).status_code == 409


def test_a_code_taken_meanwhile_is_refused_in_words(client, base, changing):
    asked(base)
    make_employer(changing.session, credit_code=NEW_CODE)
    changing.session.commit()
    answer = decided(client, changing, "approve")
    assert answer.status_code == 409
    assert "已有机构使用" in page_text(answer)


def test_the_reviewer_sees_old_and_new_and_the_scan(client, base, changing):
    asked(base)
    reviewer = sign_in(client.application.test_client(), changing.hr_member)
    assert "单位信息变更申请" in page_text(reviewer.get("/inbox"))
    page = reviewer.get(f"/instances/{changing.instance().id}")
    assert NEW_NAME in page_text(page)
    assert changing.base.credit_code in page_text(page)
    assert "证书.pdf" in page.text
    assert "/preview" in page.text


def test_an_organisation_without_a_superior_is_told_whom_to_ask(client, changing):
    changing.session.get_one(Organization, changing.hr.id).superior_id = None
    changing.session.commit()
    top = sign_in(client, changing.hr_member)
    assert "请联系系统管理员办理" in page_text(top.get("/organization"))
    assert top.get("/organization/change").status_code == 409
