"""下级机构 as a reviewer meets it: found, opened, gone down into, disabled with a reason and enabled again."""

import pytest

from models import Module, Organization
from tests.app.conftest import page_text, sign_in
from tests.factories import make_chain, make_employer, make_member
from tests.journey import begin

LIST = "/accounts/subordinates"


@pytest.fixture
def chain(session):
    chain = make_chain(session)
    session.commit()
    return chain


@pytest.fixture
def hr(client, chain):
    return sign_in(client, chain.hr_member)


def test_the_list_leads_to_the_page_of_one(hr, chain):
    page = hr.get(LIST)
    assert chain.base.name in page_text(page)
    assert "不是有效的选择" not in page.text
    assert f'href="{LIST}/{chain.base.id}"' in page.text
    shown = page_text(hr.get(f"{LIST}/{chain.employer.id}"))
    for said in (chain.employer.credit_code, "专业技术人员 1 人", "等待该单位办理 0 项", "直属下级 无"):
        assert said in shown


def test_one_goes_down_the_tree_with_the_way_back_in_view(client, chain, session):
    member = make_member(session, chain.province_hr)
    session.commit()
    top = sign_in(client, member)
    assert chain.city_hr.name in page_text(top.get(LIST))
    below = top.get(f"{LIST}?under={chain.hr.id}")
    assert chain.base.name in page_text(below)
    assert f'href="{LIST}/{chain.city_hr.id}"' in below.text
    assert f'name="under" value="{chain.hr.id}"' in below.text
    every = page_text(top.get(f"{LIST}?scope=all&kind=employer"))
    assert chain.employer.name in every
    assert chain.base.name not in every
    assert top.get(f"{LIST}?under={chain.province_hr.id}").status_code == 404


def test_what_cannot_be_asked_for_is_said_beside_it(hr):
    answer = hr.get(f"{LIST}?kind=ship&region=000000&state=maybe&under=x&text={'长' * 100}")
    assert answer.status_code == 200
    assert "不是有效的选择" in page_text(answer)


def test_the_filter_goes_into_the_file(hr, chain):
    address = f"{LIST}/rows.xlsx?kind=base"
    assert address in hr.get(f"{LIST}?kind=base").text
    answer = hr.get(address)
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")


def test_one_is_disabled_with_a_reason_and_enabled_again(hr, chain, session):
    address = f"{LIST}/{chain.employer.id}"
    assert "1 名专业技术人员" in page_text(hr.get(f"{address}/disable"))
    refused = hr.post(f"{address}/disable", data={"reason": ""})
    assert refused.status_code == 422
    assert "请填写原因。" in page_text(refused)
    assert hr.post(f"{address}/disable", data={"reason": "机构撤销"}).location == address
    shown = page_text(hr.get(address))
    assert "该单位已停用： 机构撤销" in shown
    assert "已停用" in page_text(hr.get(f"{LIST}?state=off"))
    hr.get(f"{address}/enable")
    assert hr.post(f"{address}/enable", data={"reason": "恢复"}).location == address
    session.expire_all()
    assert session.get_one(Organization, chain.employer.id).is_enabled


def test_what_waits_there_is_named(client, session):
    journey = begin(session, learners=1)
    journey.declare()
    session.commit()
    hr = sign_in(client, journey.chain.hr_member)
    address = f"{LIST}/{journey.chain.employer.id}"
    assert "本单位学员的成绩 1 项" in page_text(hr.get(address))
    hr.get(f"{address}/disable")
    answer = hr.post(f"{address}/disable", data={"reason": "撤销"})
    assert answer.status_code == 409
    assert "还有1项待办事项" in page_text(answer)


def test_who_holds_one_of_the_two_modules_sees_his_half(client, chain, session):
    clerk = make_member(session, chain.hr, modules=(Module.ORGANIZATIONS,))
    session.commit()
    page = sign_in(client, clerk).get(f"{LIST}/{chain.base.id}")
    assert "/disable" in page.text
    assert f"{chain.base.id}/password" not in page.text
    manager = make_member(session, chain.hr, modules=(Module.ACCOUNTS,))
    session.commit()
    page = sign_in(client, manager).get(f"{LIST}/{chain.base.id}")
    assert "/disable" not in page.text
    assert f"{chain.base.id}/password" in page.text


def test_an_organisation_elsewhere_is_not_there(hr, session):
    other = make_employer(session)
    session.commit()
    for path in ("", "/disable", "/enable"):
        assert hr.get(f"{LIST}/{other.id}{path}").status_code == 404


def test_what_waits_there_is_given_to_another_one_before_it_is_disabled(client, session):
    journey = begin(session)
    journey.declare()
    chain, receiver = journey.chain, make_employer(session, hr=journey.chain.hr)
    session.commit()
    sign_in(client, chain.hr_member)
    address = f"/accounts/subordinates/{chain.employer.id}/reassign"
    assert address in client.get(f"/accounts/subordinates/{chain.employer.id}").text
    assert "学时申报" in page_text(client.get(address))
    refused = client.post(address, data={"receiver": "没有", "reason": "机构合并"})
    assert refused.status_code == 422
    assert "没有找到可以接收的单位" in page_text(refused)
    done = client.post(address, data={"receiver": receiver.name, "reason": "机构合并"}, follow_redirects=True)
    assert "已将 3 项移交" in page_text(done)
