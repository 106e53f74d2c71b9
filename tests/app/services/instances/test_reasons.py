"""为什么在我这里: lane, relation, module, role, and who else; only for those who may act."""

import pytest

from app.items import ITEMS
from app.services.instances.read import read_instance
from app.services.instances.reasons import RELATIONS, SAME_FOR_ALL, Reason
from models import Module
from tests.factories import learner_actor, make_member
from tests.journey import Journey


def reasons(journey: Journey, by) -> list[Reason]:
    return list(read_instance(journey.session, journey.instances()[0].id, by=by).reasons)


def test_a_reviewer_is_told_the_rule_from_the_diagram_to_his_role(journey: Journey):
    journey.declare()
    who = journey.chain.employer_member
    (reason,) = reasons(journey, who)
    assert (reason.task_name, reason.lane, reason.version) == ("用人单位审核", "用人单位", 1)
    assert "用人单位" in reason.relation
    assert reason.organization_name == journey.chain.employer.name
    assert reason.module == "学时审核"
    assert who.role_name in reason.role


def test_colleagues_with_the_module_are_named_and_no_others(journey: Journey):
    journey.declare()
    make_member(journey.session, journey.chain.employer, name="同事李", modules=(Module.SCORE_REVIEW,))
    make_member(journey.session, journey.chain.employer, name="文员张", modules=(Module.STATISTICS,))
    make_member(journey.session, journey.chain.employer, name="主任王", is_super=True)
    (reason,) = reasons(journey, journey.chain.employer_member)
    assert sorted(reason.others) == ["主任王", "同事李"]


@pytest.mark.parametrize("who", ["the submitter", "a clerk", "the learner"])
def test_nothing_is_explained_to_those_who_cannot_act(journey: Journey, who: str):
    journey.declare()
    chain = journey.chain
    actor = {
        "the submitter": chain.base_member,
        "a clerk": make_member(journey.session, chain.employer, modules=(Module.STATISTICS,)),
        "the learner": learner_actor(journey.session, chain.learners[0]),
    }[who]
    assert reasons(journey, actor) == []


def test_what_comes_back_says_so(journey: Journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    (reason,) = reasons(journey, journey.chain.base_member)
    assert "退回" in reason.relation


def test_every_party_that_reviews_has_its_relation():
    without = {
        (item.kind.value, party)
        for item in ITEMS
        for party in item.parties - {item.submitter_party}
        if (item.kind, party) not in RELATIONS and party not in SAME_FOR_ALL
    }
    assert without == set()
