"""无人办理的事项: the pages of system administrators."""

import pytest
from sqlalchemy import select

from models import Alarm
from tests.app.conftest import page_text, sign_in
from tests.app.services.alarms.test_alarms import enable
from tests.drawing import make_offices
from tests.factories import make_employer, make_member
from tests.journey import PROCESS, begin
from tests.redrawn import redraw


@pytest.fixture
def journey(session):
    journey = begin(session, learners=1)
    redraw(session, PROCESS, "employer_review", if_nobody="superior")
    for organization in (journey.chain.employer, journey.chain.hr):
        enable(session, organization.id, on=False)
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def administrator(client, session, journey):
    by = make_offices(session).system
    session.commit()
    return sign_in(client, by)


def test_an_item_is_listed_and_given_to_an_organisation(administrator, session, journey):
    other = make_employer(session, hr=journey.chain.hr, name="接手的单位")
    make_member(session, other)
    session.commit()
    listed = page_text(administrator.get("/alarms"))
    assert "流程指定的办理方没有对应的单位或人员" in listed
    assert journey.chain.learners[0].name not in listed
    alarm_id = session.scalars(select(Alarm.id)).one()
    assert f'value="{journey.chain.hr.name}"' in administrator.get(f"/alarms/{alarm_id}").text
    answer = administrator.post(f"/alarms/{alarm_id}", data={"organization": "接手的单位"})
    assert answer.location == "/alarms"
    said = page_text(administrator.get("/alarms"))
    assert "已指定由“接手的单位”办理" in said
    assert "没有无人办理的事项" in said


def test_what_is_wrong_is_said_and_what_was_typed_stays(administrator, session, journey):
    alarm_id = session.scalars(select(Alarm.id)).one()
    page = administrator.post(f"/alarms/{alarm_id}", data={"organization": "没有的单位"})
    assert page.status_code == 422
    assert 'value="没有的单位"' in page.text
    assert "请填写单位全称或代码" in page_text(page)


def test_the_submitter_reads_that_it_is_held(client, session, journey):
    page = sign_in(client, journey.chain.base_member).get(f"/instances/{journey.instances()[0].id}")
    assert "暂无单位办理，已报系统管理员" in page_text(page)
