"""The page of an instance: who may see it, what it says, and what it offers."""

import pytest

from app.errors import NotFound
from app.permissions import Actor
from app.services.approvals import withdraw
from app.services.instances.read import InstancePage, read_instance
from app.services.scores.correct import correct_and_resubmit
from models import Comment, Module
from tests.factories import learner_actor, make_base, make_employer, make_learner, make_member
from tests.journey import Journey


def page_for(journey: Journey, by: Actor) -> InstancePage:
    return read_instance(journey.session, journey.instances()[0].id, by=by)


def return_to_base(journey: Journey, comment: str = "成绩与证书不符") -> None:
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment=comment)


@pytest.mark.parametrize("who", ["the submitter", "the employer whose turn it is", "the learner"])
def test_those_whom_it_concerns_see_it(journey: Journey, who: str):
    journey.declare()
    chain = journey.chain
    concerned = {
        "the submitter": chain.base_member,
        "the employer whose turn it is": chain.employer_member,
        "the learner": learner_actor(journey.session, chain.learners[0]),
    }
    assert page_for(journey, concerned[who]).facts.learner_name == chain.learners[0].name


def test_the_employer_still_sees_it_when_it_has_moved_on(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert page_for(journey, journey.chain.employer_member).places[0].party == "hr"


@pytest.mark.parametrize(
    "who", ["another base", "another employer", "hr before its turn", "another learner", "a colleague learner"]
)
def test_for_everybody_else_it_is_not_there(journey: Journey, who: str):
    journey.declare()
    session, chain = journey.session, journey.chain
    strangers = {
        "another base": make_member(session, make_base(session, hr=chain.hr)),
        "another employer": make_member(session, make_employer(session, hr=chain.hr)),
        "hr before its turn": chain.hr_member,
        "another learner": learner_actor(session, make_learner(session)),
        "a colleague learner": learner_actor(session, chain.learners[1]),
    }
    with pytest.raises(NotFound):
        page_for(journey, strangers[who])


def test_it_says_who_has_it_now_how_to_reach_him_and_since_when(journey: Journey):
    journey.declare()
    page, employer = page_for(journey, journey.chain.base_member), journey.chain.employer
    (place,) = page.places
    assert page.word.text == "待单位审核"
    assert (place.organization_name, place.contact_name, place.contact_phone) == (
        employer.name,
        employer.contact_name,
        employer.contact_phone,
    )
    assert place.waiting_days == 0


def test_the_timeline_names_who_did_what_and_why_and_what_is_waited_for(journey: Journey):
    return_to_base(journey)
    entries = page_for(journey, journey.chain.base_member).entries
    told = [(entry.action, entry.organization, entry.who, entry.comment) for entry in entries]
    chain = journey.chain
    assert told == [
        ("提交申报", chain.base.name, chain.base_member.name, None),
        ("用人单位审核：退回", chain.employer.name, chain.employer_member.name, "成绩与证书不符"),
        ("等待修改并重新申报", chain.base.name, None, None),
    ]
    assert [entry.present for entry in entries] == [False, False, True]


def test_the_reason_of_a_return_is_in_view_until_it_is_answered(journey: Journey):
    return_to_base(journey)
    reason = page_for(journey, journey.chain.base_member).return_reason
    assert reason is not None
    assert reason.comment == "成绩与证书不符"
    correct(journey)
    assert page_for(journey, journey.chain.base_member).return_reason is None


def correct(journey: Journey) -> None:
    item = journey.open_items("revise")[0]
    correct_and_resubmit(
        journey.session, item, by=journey.chain.base_member, value="90.5", remark="补考", comment="已核对"
    )


def test_a_correction_stands_beside_what_was_there_before(journey: Journey):
    return_to_base(journey)
    assert page_for(journey, journey.chain.base_member).changes == []
    correct(journey)
    changes = page_for(journey, journey.chain.employer_member).changes
    told = {field.label: (field.before, field.after, field.is_changed) for field in changes}
    assert told == {"成绩": ("85.0", "90.5", True), "备注": ("", "补考", True)}


@pytest.mark.parametrize(
    ("node", "outcome", "said"),
    [("employer_review", "reject", "不予通过"), ("employer_review", "approve", "待人社审核")],
)
def test_the_state_is_said_in_words(journey: Journey, node: str, outcome: str, said: str):
    journey.declare()
    journey.review(node, outcome, by=journey.chain.employer_member)
    assert page_for(journey, journey.chain.base_member).word.text == said


def test_an_ended_one_is_nowhere_and_offers_nothing(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    page = page_for(journey, journey.chain.hr_member)
    assert (page.word.text, list(page.places)) == ("合格", [])
    assert (page.actions.decide, page.actions.correct, page.actions.withdraw) == (None, None, False)


def test_each_reader_is_offered_what_he_may_do_and_nothing_else(journey: Journey):
    journey.declare()
    chain = journey.chain
    offered = {
        "employer": page_for(journey, chain.employer_member).actions,
        "base": page_for(journey, chain.base_member).actions,
        "learner": page_for(journey, learner_actor(journey.session, chain.learners[0])).actions,
    }
    assert {who: (bool(one.decide), bool(one.correct), one.withdraw) for who, one in offered.items()} == {
        "employer": (True, False, False),
        "base": (False, False, True),
        "learner": (False, False, False),
    }


def test_a_returned_one_is_offered_for_correction_not_for_withdrawal(journey: Journey):
    return_to_base(journey)
    actions = page_for(journey, journey.chain.base_member).actions
    assert actions.correct is not None
    assert not actions.withdraw


def test_a_member_of_the_base_who_may_not_declare_is_offered_neither(journey: Journey):
    return_to_base(journey)
    clerk = make_member(journey.session, journey.chain.base, modules=(Module.SCORE_ENTRY,))
    actions = page_for(journey, clerk).actions
    assert (actions.correct, actions.withdraw, actions.reveal) == (None, False, False)


def test_a_withdrawn_one_points_to_the_one_that_followed(journey: Journey):
    journey.declare()
    first = journey.instances()[0]
    withdraw(journey.session, [first.id], by=journey.chain.base_member, reason="成绩录错")
    journey.declare()
    page = page_for(journey, journey.chain.base_member)
    assert page.word.text == "已撤回"
    assert [journey.session.get(type(first), id).item_id for id in page.siblings] == [first.item_id]


def test_an_erased_comment_says_so(journey: Journey):
    return_to_base(journey)
    journey.session.query(Comment).update({Comment.body: None})
    acts = page_for(journey, journey.chain.base_member).acts
    assert acts[-1].comment == "（意见内容已按规定删除）"
