"""专业技术人员注册, from the region to the sign-in."""

import pytest
from sqlalchemy import select

from app.sealing import sealer
from app.services.approvals import decide
from app.services.diagrams.publish import publish_shipped
from models import Learner, Registration, User, WorkItem
from tests.app.conftest import page_text, sign_in
from tests.factories import PASSWORD, make_employer, make_hr, make_member, nth_resident_id

NUMBER = nth_resident_id(4_000_101)
FIELDS = {
    "is_user": "no", "resident_id": NUMBER, "password": PASSWORD, "again": PASSWORD, "name": "张学员",
    "mobile": "10000000001", "email": "zhang@danwei.example",
    "title_series": "卫生技术", "title_grade": "", "education": "", "privacy": "y",
}  # fmt: skip


@pytest.fixture
def employer(session):
    publish_shipped(session)
    employer = make_employer(session, hr=make_hr(session), name="测试医院")
    employer.member = make_member(session, employer)
    session.commit()
    return employer


def register(client, employer, **changes):
    address = f"/register/learner/applicant?employer={employer.id}"
    client.get(address)
    return client.post(address, data=FIELDS | changes)


def decide_open(session, employer, outcome):
    items = list(session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None))))
    results = decide(session, items, by=employer.member, outcome=outcome, comment="请核对职称")
    session.commit()
    session.expire_all()
    return results


def test_the_region_leads_to_its_employers(client, employer):
    assert client.get("/register/learner").location.startswith("/register/learner/employer")
    page = client.get(f"/register/learner/employer?region={employer.region_code}&text=医院")
    assert f"/register/learner/applicant?employer={employer.id}" in page.text
    assert "测试医院" not in page_text(client.get("/register/learner/employer?region=999999"))


def test_an_approved_learner_signs_in(client, session, employer):
    done = register(client, employer)
    assert done.location == "/register/done", page_text(done)
    assert "请耐心等待" in page_text(client.get(done.location))
    assert all(result.ok for result in decide_open(session, employer, "approve"))
    learner = session.scalars(select(Learner)).one()
    assert (learner.name, learner.employer_id, learner.title_series) == ("张学员", employer.id, "卫生技术")
    client.get("/sign-in")
    sent = {"user_type": "learner", "resident_id": NUMBER, "password": PASSWORD}
    assert client.post("/sign-in", data=sent).location == "/home"


def test_several_are_approved_at_once_from_one_group(client, session, employer):
    register(client, employer)
    register(client, employer, resident_id=nth_resident_id(4_000_102), name="李学员")
    reviewer = sign_in(client.application.test_client(), employer.member)
    assert "专业技术人员注册申请" in page_text(reviewer.get("/inbox"))
    assert [result.ok for result in decide_open(session, employer, "approve")] == [True, True]
    assert len(session.scalars(select(Learner)).all()) == 2


def test_a_returned_one_is_corrected_and_submitted_again(client, session, employer):
    register(client, employer)
    decide_open(session, employer, "return")
    row = session.scalars(select(Registration)).one()
    address = f"/register/progress/{row.id}/correct-learner"
    assert "请核对职称" in page_text(client.get(address))
    good = {"title_series": "工程技术", "title_grade": "中级", "education": ""}
    good |= {"mobile": "10000000002", "email": "zhang@xindanwei.example"}
    assert client.post(address, data=good | {"email": ""}).status_code == 422
    assert client.post(address, data=good).status_code == 303
    assert all(result.ok for result in decide_open(session, employer, "approve"))
    assert session.scalars(select(Learner.title_series)).one() == "工程技术"
    user = session.scalars(select(User).where(User.name == "张学员")).one()
    assert (sealer().unseal(user.mobile_sealed), user.email) == ("10000000002", "zhang@xindanwei.example")


def test_a_new_learner_gives_his_mail_address(client, session, employer):
    refused = register(client, employer, email="")
    assert refused.status_code == 422
    assert "请填写电子邮箱" in page_text(refused)
    assert session.scalars(select(Registration)).all() == []


def test_nobody_registers_twice(client, session, employer):
    register(client, employer)
    assert "正在审核中" in page_text(register(client, employer))
    decide_open(session, employer, "approve")
    assert register(client, employer, is_user="yes").status_code == 409
    assert "请直接登录" in page_text(register(client, employer, is_user="yes"))
