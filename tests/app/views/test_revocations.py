"""学时审验 as two members of an HR department meet it."""

import pytest
from sqlalchemy import select

from app.services.diagrams.publish import publish_shipped
from models import Instance, ScoreState, WorkItem
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor, make_chain, make_member, make_score


@pytest.fixture
def chain(session):
    publish_shipped(session)
    return make_chain(session)


@pytest.fixture
def score(session, chain):
    return make_score(session, chain.training_class, chain.learners[0], state=ScoreState.QUALIFIED)


def test_one_proposes_and_the_other_confirms_in_the_inbox(app, session, chain, score):
    second = make_member(session, chain.hr)
    session.commit()
    first, other, learner = app.test_client(), app.test_client(), app.test_client()
    sign_in(first, chain.hr_member)
    sign_in(other, second)
    sign_in(learner, learner_actor(session, chain.learners[0]))
    assert chain.learners[0].name in page_text(first.get("/hr/revocations"))
    sent = first.post("/hr/revocations", data={"ids": str(score.id), "reason": "未参加培训"})
    assert sent.status_code == 303
    assert "待复核" in page_text(first.get("/hr/revocations/proposals"))
    instance = session.scalars(select(Instance)).one()
    work_item = session.scalars(select(WorkItem)).one()
    inbox = other.get(f"/inbox/groups/{work_item.user_task_id}/{work_item.group_id}")
    assert "未参加培训" in page_text(inbox)
    assert "确认审验不通过" in other.get(f"/instances/{instance.id}").text
    answer = {"outcome": "confirm", "comment": "属实", "key": "second", "revision": 1}
    assert other.post(f"/instances/{instance.id}/decide", data=answer).status_code == 303
    session.expire_all()
    assert score.state is ScoreState.REVOKED
    hours = page_text(learner.get("/hours"))
    assert "审验不通过 已由人社部门撤销：未参加培训" in hours


def test_without_a_reason_nothing_is_proposed_and_the_tick_stays(client, session, chain, score):
    session.commit()
    sign_in(client, chain.hr_member)
    client.get("/hr/revocations")
    refused = client.post("/hr/revocations", data={"ids": str(score.id), "reason": ""})
    assert refused.status_code == 422
    assert "请填写审验不通过的原因" in page_text(refused)
    assert " checked" in refused.text
