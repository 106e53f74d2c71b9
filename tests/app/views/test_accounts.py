"""管理账户, as an administrator and the people whom it concerns meet it."""

import re

import pytest

from app.sealing import sealer
from app.services.approvals.holding import claim
from app.services.demo.numbers import nth_resident_id
from models import Membership, Module, User
from tests.app.conftest import page_text, sign_in
from tests.app.views.conftest import is_signed_in, submit
from tests.factories import (
    make_base,
    make_competent,
    make_employer,
    make_hr,
    make_learner,
    make_member,
    make_role,
    make_user,
    resident_id_of,
)
from tests.journey import begin
from tests.statements import statements

MAKERS = {"base": make_base, "employer": make_employer, "competent": make_competent, "hr": make_hr}
NUMBER = nth_resident_id(900_002)


@pytest.fixture
def organization(session):
    return make_base(session, name="测试基地")


@pytest.fixture
def chief(session, organization):
    chief = make_member(session, organization, is_super=True, name="钱超级")
    session.commit()
    return chief


@pytest.fixture
def clerk(session, organization, chief):
    clerk = make_member(session, organization, modules=(Module.SCORE_ENTRY,), name="李录入")
    session.commit()
    return clerk


@pytest.fixture
def boss(client, chief):
    return sign_in(client, chief)


def one_time(response) -> str:
    return re.search(r'class="one-time">([^<]+)<', response.text)[1]


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_organisation_finds_its_menu_and_its_modules(client, session, kind):
    sign_in(client, make_member(session, MAKERS[kind](session), is_super=True))
    session.commit()
    menu = client.get("/accounts/members").text
    for label in ("管理账户", "单位管理员", "角色管理", "个人基本信息维护", "密码修改"):
        assert label in menu
    assert 'value="accounts"' in client.get("/accounts/roles/new").text


def test_a_role_then_a_new_administrator_who_must_change_his_password(boss, new_client, session):
    boss.get("/accounts/roles/new")
    added = boss.post("/accounts/roles/new", data={"name": "录入员", "modules": ["score_entry"]})
    assert added.location == "/accounts/roles"
    assert "录入员 学员成绩管理 0" in page_text(boss.get("/accounts/roles"))
    role_id = re.search(r'value="(\d+)">录入员', boss.get("/accounts/members/new").text)[1]
    fields = {"resident_id": NUMBER, "name": "吴新人", "mobile": "13812345678", "role_id": role_id}
    passwords = {"password": "Chushi@2026", "again": "Chushi@2026"}
    assert boss.post("/accounts/members/new", data=fields | passwords).status_code == 303
    assert "吴新人" in page_text(boss.get("/accounts/members"))

    user = session.query(User).filter_by(resident_id_hash=sealer().lookup(NUMBER)).one()
    newcomer = new_client()
    submit(newcomer, user, password="Chushi@2026")
    assert newcomer.get("/base/scores").location == "/password"


def test_what_was_typed_stays_and_every_field_says_what_is_wrong(boss):
    boss.get("/accounts/members/new")
    fields = {"resident_id": "4101", "name": "吴", "mobile": "123", "email": "x", "phone": "1", "again": "b"}
    response = boss.post("/accounts/members/new", data=fields | {"role_id": "77"})
    text = page_text(response)
    assert response.status_code == 422
    for sentence in (
        "姓名应为",
        "手机号码应为",
        "电子邮箱格式",
        "固定电话应为",
        "请填写初始密码",
        "请重新选择角色",
    ):
        assert sentence in text
    assert 'value="4101"' in response.text


def test_an_existing_user_is_added_by_name(boss, session, organization):
    user = make_user(session, name="郑用户")
    role = make_role(session, organization, modules=(Module.SCORE_ENTRY,))
    session.commit()
    boss.get("/accounts/members/existing")
    fields = {"resident_id": resident_id_of(user), "role_id": str(role.id)}
    wrong = boss.post("/accounts/members/existing", data=fields | {"name": "别人"})
    assert wrong.status_code == 422
    assert "没有身份证号和姓名都相符的用户" in page_text(wrong)
    assert boss.post("/accounts/members/existing", data=fields | {"name": "郑用户"}).status_code == 303


@pytest.mark.parametrize("act", ["disable", "delete", "password"])
def test_a_member_loses_his_rights_by_his_next_request(boss, new_client, clerk, act):
    theirs = sign_in(new_client(), clerk)
    assert theirs.get("/base/scores").status_code == 200
    address = f"/accounts/members/{clerk.membership_id}/{act}"
    assert "李录入" in page_text(boss.get(address))
    assert boss.post(address).status_code < 400
    assert theirs.get("/base/scores").location.startswith("/sign-in")


def test_a_one_time_password_is_shown_once_and_is_good_for_one_sign_in(boss, new_client, clerk, session):
    address = f"/accounts/members/{clerk.membership_id}/password"
    boss.get(address)
    password = one_time(boss.post(address))
    assert password not in boss.get(address).text
    theirs = new_client()
    submit(theirs, session.get_one(User, clerk.user_id), password=password)
    assert theirs.get("/base/scores").location == "/password"


def test_handing_over_says_what_happens_and_signs_the_old_one_out(boss, new_client, clerk, session):
    address = f"/accounts/members/{clerk.membership_id}/hand-over"
    text = page_text(boss.get(address))
    assert "李录入 成为测试基地的超级管理员" in text
    assert "您（ 钱超级 ）在本单位的管理员身份和全部权限被删除" in text
    answer = boss.post(address)
    assert answer.location == "/sign-in"
    assert "您在该单位的管理权限已删除" in page_text(boss.get("/sign-in"))
    assert not is_signed_in(boss)
    heir = sign_in(new_client(), clerk)
    assert "李录入（本人）" in page_text(heir.get("/accounts/members"))
    assert session.get(Membership, clerk.membership_id, populate_existing=True).is_super


def test_a_refusal_is_told_in_words(boss, chief, clerk, session):
    held = session.get_one(Membership, clerk.membership_id).role_id
    boss.get("/accounts/roles")
    refused = boss.post(f"/accounts/roles/{held}/delete")
    assert refused.status_code == 409
    assert "正由李录入使用，不能删除" in page_text(refused)
    own = boss.post(f"/accounts/members/{chief.membership_id}/delete")
    assert own.status_code == 409
    assert "不能对自己的账户做此操作" in page_text(own)


def test_a_member_without_the_module_sees_no_menu_and_no_page(client, clerk):
    sign_in(client, clerk)
    assert "管理账户" not in client.get("/base/scores").text
    assert client.get("/accounts/members").status_code == 403


def test_a_superior_finds_an_organisation_and_resets_its_super_administrator(client, session, new_client):
    hr = make_hr(session)
    base = make_base(session, hr=hr, name="测试学院")
    chief = make_member(session, base, is_super=True, name="学院超级")
    sign_in(client, make_member(session, hr, is_super=True))
    session.commit()
    assert "测试学院" in page_text(client.get("/accounts/subordinates?text=学院"))
    assert "没有符合条件的下级机构" in page_text(client.get("/accounts/subordinates?text=别的"))
    address = f"/accounts/subordinates/{base.id}/password"
    assert "学院超级" in page_text(client.get(address))
    theirs = new_client()
    submit(theirs, session.get_one(User, chief.user_id), password=one_time(client.post(address)))
    assert theirs.get("/home").location == "/password"


def test_an_employer_finds_a_learner_and_resets_the_password(client, session):
    employer = make_employer(session)
    learner = make_learner(session, employer=employer, name="张学员")
    sign_in(client, make_member(session, employer, is_super=True))
    session.commit()
    assert "张学员" in page_text(client.get("/accounts/learners?text=张"))
    address = f"/accounts/learners/{learner.id}/password"
    client.get(address)
    assert len(one_time(client.post(address))) == 12


def test_own_data_are_saved_and_the_name_is_only_shown(boss):
    page = boss.get("/profile")
    assert "钱超级" in page_text(page)
    assert 'name="name"' not in page.text
    good = {"mobile": "13912345678", "email": "qian@example.com", "phone": ""}
    assert boss.post("/profile", data=good | {"name": "改名"}).location == "/profile"
    again = boss.get("/profile")
    assert "qian@example.com" in again.text
    assert "钱超级" in page_text(again)
    bad = boss.post("/profile", data=good | {"mobile": "139"})
    assert (bad.status_code, "手机号码应为" in page_text(bad)) == (422, True)


@pytest.mark.parametrize("address", ["/accounts/members", "/accounts/roles"])
def test_no_query_is_added_by_more_rows(boss, session, organization, address):
    def cost() -> int:
        with statements() as sent:
            assert boss.get(address).status_code == 200
        return len(sent)

    cost()
    few = cost()
    for _ in range(5):
        make_member(session, organization)
    session.commit()
    assert cost() == few


def test_before_a_member_leaves_all_he_holds_is_given_to_a_colleague(client, session):
    journey = begin(session)
    journey.declare()
    leaver, chief = journey.chain.employer_member, make_member(session, journey.chain.employer, is_super=True)
    to = make_member(session, journey.chain.employer, name="接任者")
    claim(session, journey.open_items("employer_review"), by=leaver)
    session.commit()
    sign_in(client, chief)
    address = f"/accounts/members/{leaver.membership_id}/work"
    assert address in client.get(f"/accounts/members/{leaver.membership_id}/disable").text
    assert "3 项" in page_text(client.get(address))
    assert client.post(address, data={"to": "0"}).status_code == 422
    done = client.post(address, data={"to": str(to.user_id)}, follow_redirects=True)
    assert "已移交 3 项" in page_text(done)
    assert "可以直接禁用或删除" in page_text(done)
