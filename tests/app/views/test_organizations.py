"""机构管理: the pages of system administrators."""

import re

import pytest
from sqlalchemy import select

from models import Level, Membership, Organization, User
from tests.app.conftest import page_text, sign_in
from tests.drawing import make_offices
from tests.factories import make_chain, make_hr, make_member, make_region, resident_id_of
from tests.founding import make_founding


@pytest.fixture
def top(session):
    """The department at the top, with a county below its region that has none."""
    region = make_region(session, name="测试省", level=Level.PROVINCE)
    make_region(session, code="999901", name="新设区", parent=region)
    return make_hr(session, name="测试省厅", level=Level.PROVINCE, region=region)


@pytest.fixture
def administrator(client, session, top):
    by = make_offices(session).system
    session.commit()
    return sign_in(client, by)


def fields(**given):
    one = make_founding("", **given)
    said = {name: getattr(one, name) for name in ("name", "credit_code", "contact_name", "contact_phone")}
    return said | {"resident_id": one.resident_id, "person": one.person, "is_user": "no"}


def test_a_department_is_founded_and_its_administrator_signs_in_with_what_was_shown(
    administrator, new_client, session, top
):
    chosen = administrator.get("/organizations/new?region=999901")
    assert chosen.location == "/organizations/new/999901"
    page = administrator.get(chosen.location)
    assert "测试省新设区" in page_text(page)
    assert 'value="新设区人力资源和社会保障局"' in page.text
    assert f'<option value="{top.id}">测试省厅' in page.text or f'<option selected value="{top.id}">' in page.text
    sent = fields() | {"superior_id": str(top.id)}
    done = administrator.post(chosen.location, data=sent)
    assert done.status_code == 200
    password = re.search(r'class="one-time">([^<]+)<', done.text)[1]
    made = session.scalars(select(Organization).where(Organization.region_code == "999901")).one()
    assert made.superior_id == top.id
    assert password not in administrator.get(f"/organizations/{made.id}").text
    person = new_client()
    person.get("/sign-in")
    answer = person.post(
        "/sign-in", data={"user_type": "hr", "resident_id": sent["resident_id"], "password": password}
    )
    assert answer.status_code == 302
    assert person.get("/home").location.startswith("/password")


def test_a_second_press_says_that_the_region_is_taken(administrator, top):
    address, sent = "/organizations/new/999901", fields() | {"superior_id": str(top.id)}
    assert administrator.post(address, data=sent).status_code == 200
    again = administrator.post(address, data=sent)
    assert again.status_code == 409
    assert "新设区已有人社部门" in page_text(again)


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(administrator, session, top):
    sent = fields() | {"superior_id": str(top.id)}
    for wrong, sentence in (
        ({"credit_code": "123"}, "应为18位统一社会信用代码"),
        ({"resident_id": "1"}, "身份证号"),
        ({"person": ""}, "请填写真实姓名。"),
        ({"superior_id": "1"}, "上级人社部门"),
        ({"is_user": "yes"}, "没有身份证号和姓名都相符的用户"),
    ):
        page = administrator.post("/organizations/new/999901", data=sent | wrong)
        assert page.status_code == 422, wrong
        assert sentence in page_text(page)
        assert "赵联系" in page.text
    assert session.scalars(select(Organization).where(Organization.region_code == "999901")).all() == []
    assert administrator.get("/organizations/new/000000").status_code == 404
    assert administrator.get("/organizations/new?region=000000").status_code == 422


def test_a_user_is_made_super_administrator_without_a_new_password(administrator, session, top):
    user = make_user_of(session)
    sent = fields(person=user.name, resident_id=resident_id_of(user)) | {
        "superior_id": str(top.id),
        "is_user": "yes",
    }
    done = administrator.post("/organizations/new/999901", data=sent)
    assert "已是本系统用户，用原密码登录" in page_text(done)
    assert "one-time" not in done.text
    made = session.scalars(select(Organization.id).where(Organization.region_code == "999901")).one()
    member = session.scalars(select(Membership).where(Membership.organization_id == made)).one()
    assert (member.user_id, member.is_super) == (user.id, True)


def make_user_of(session) -> User:
    member = make_member(session, make_hr(session), name="吴老员")
    session.commit()
    return session.get_one(User, member.user_id)


def test_the_list_is_searched_and_leads_down(administrator, session):
    chain = make_chain(session)
    session.commit()
    listed = administrator.get(f"/organizations?text={chain.employer.credit_code}")
    assert chain.employer.name in page_text(listed)
    assert chain.base.name not in page_text(listed)
    below = page_text(administrator.get(f"/organizations?under={chain.hr.id}"))
    assert chain.base.name in below
    one = administrator.get(f"/organizations/{chain.employer.id}")
    assert chain.hr.name in page_text(one)
    assert "重置超级管理员密码" not in one.text
    assert administrator.get("/organizations?under=99999999").status_code == 404
    assert "不是有效的选择" in page_text(administrator.get("/organizations?kind=ship&region=000000"))


def test_the_password_at_the_top_is_shown_once(administrator, session, top):
    make_member(session, top, is_super=True, name="郑厅管")
    session.commit()
    assert "重置超级管理员密码" in administrator.get(f"/organizations/{top.id}").text
    assert "郑厅管" in page_text(administrator.get(f"/organizations/{top.id}/password"))
    issued = administrator.post(f"/organizations/{top.id}/password")
    assert "此密码只显示这一次" in page_text(issued)


def test_the_sign_in_form_offers_the_offices_and_the_front_page_does_not_advertise_them(client):
    front, form = client.get("/"), client.get("/sign-in")
    for label in ("系统管理员", "安全管理员", "安全审计员"):
        assert label in form.text
        assert label not in front.text
