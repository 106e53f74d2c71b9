"""学时审验 from the proposal to what the learner, the base and the certificates make of it."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.approvals import decide, withdraw
from app.services.approvals.refusals import OutcomeNotOffered, OwnItem
from app.services.diagrams.publish import publish_shipped
from app.services.hours.hours import hours_of
from app.services.hours.scores import list_own_scores
from app.services.instances.read import read_instance
from app.services.revocations.propose import AlreadyProposed, NotQualified, ReasonMissing, propose_revocation
from app.services.revocations.search import Asked, list_proposals, search_qualified
from app.services.scores.enter import enter_score
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import list_scores
from app.services.scores.standing import Standing
from app.services.scores.window import Window
from models import Certificate, Instance, RevocationState, ScoreRevocation, ScoreState, User, WorkItem
from tests.factories import learner_actor, make_chain, make_member, make_score, resident_id_of

REASON = "经抽查，该学员未参加培训"


@pytest.fixture
def chain(session):
    publish_shipped(session)
    return make_chain(session, learners=2)


@pytest.fixture
def score(session, chain):
    return make_score(session, chain.training_class, chain.learners[0], state=ScoreState.QUALIFIED)


def propose(session, score, by):
    return propose_revocation(session, [score.id], reason=REASON, by=by)[0].refusal


def decide_open(session, outcome, by, comment="经复核属实"):
    open_work = list(session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None))))
    refusal = decide(session, open_work, by=by, outcome=outcome, comment=comment)[0].refusal
    session.expire_all()
    return refusal


def hours(session, chain):
    learner = chain.learners[0].id
    return hours_of(session, [learner], [2026])[learner, 2026].total


def test_two_members_revoke_a_score_and_its_hours_do_not_count_any_more(session, chain, score):
    assert hours(session, chain) == 24
    assert propose(session, score, chain.hr_member) is None
    assert score.state is ScoreState.QUALIFIED
    second = make_member(session, chain.hr)
    assert decide_open(session, "confirm", second) is None
    assert score.state is ScoreState.REVOKED
    assert hours(session, chain) == 0
    [shown] = list_own_scores(session, by=learner_actor(session, chain.learners[0]))
    assert (shown.word.text, shown.revoked_because) == ("审验不通过", REASON)
    asked = ScoreFilter(standing=Standing.REVOKED)
    rows = list_scores(session, asked, Window(), by=chain.base_member).rows
    assert [row.word.text for row in rows] == ["审验不通过"]


def test_the_learner_may_look_at_what_was_confirmed_but_not_at_what_is_proposed(session, chain, score):
    propose(session, score, chain.hr_member)
    instance, learner = session.scalars(select(Instance)).one(), learner_actor(session, chain.learners[0])
    with pytest.raises(NotFound):
        read_instance(session, instance.id, by=learner)
    decide_open(session, "confirm", make_member(session, chain.hr))
    assert read_instance(session, instance.id, by=learner).word.text == "审验不通过"


def test_who_proposed_it_cannot_confirm_it(session, chain, score):
    propose(session, score, chain.hr_member)
    assert isinstance(decide_open(session, "confirm", chain.hr_member), OwnItem)
    assert isinstance(decide_open(session, "return", make_member(session, chain.hr)), OutcomeNotOffered)


def test_a_dismissed_proposal_leaves_the_score_qualified_and_may_be_made_again(session, chain, score):
    propose(session, score, chain.hr_member)
    assert isinstance(propose(session, score, chain.hr_member), AlreadyProposed)
    decide_open(session, "dismiss", make_member(session, chain.hr))
    assert score.state is ScoreState.QUALIFIED
    assert propose(session, score, chain.hr_member) is None


def test_a_proposal_is_withdrawn_while_nobody_decided(session, chain, score):
    propose(session, score, chain.hr_member)
    instance = session.scalars(select(Instance)).one()
    assert withdraw(session, [instance.id], by=chain.hr_member, reason="误选")[0].ok
    session.expire_all()
    assert session.scalars(select(ScoreRevocation)).one().state is RevocationState.WITHDRAWN
    assert [row.state.label for row in list_proposals(session, by=chain.hr_member).rows] == ["已撤回"]


def test_departments_above_may_propose_too_and_others_find_nothing(session, chain, score):
    above, elsewhere = make_member(session, chain.province_hr), make_chain(session).hr_member
    assert [row.id for row in search_qualified(session, Asked(), by=above).rows] == [score.id]
    assert search_qualified(session, Asked(), by=elsewhere).rows == []
    assert isinstance(propose(session, score, elsewhere), NotFound)
    assert propose(session, score, above) is None


def test_the_search_takes_name_number_class_base_and_year(session, chain, score):
    learner = chain.learners[0]
    for asked, found in (
        (Asked(learner=learner.name), 1),
        (Asked(learner=resident_id_of(session.get_one(User, learner.user_id))), 1),
        (Asked(learner="没有这个人"), 0),
        (Asked(class_name=chain.training_class.name, base_name=chain.base.name, year=2026), 1),
        (Asked(year=2025), 0),
    ):
        assert len(search_qualified(session, asked, by=chain.hr_member).rows) == found, asked


def test_only_qualified_scores_with_a_reason_and_by_those_who_may(session, chain, score):
    entered = make_score(session, chain.training_class, chain.learners[1], state=ScoreState.DECLARED)
    assert isinstance(propose(session, entered, chain.hr_member), NotQualified)
    with pytest.raises(ReasonMissing):
        propose_revocation(session, [score.id], reason="  ", by=chain.hr_member)
    with pytest.raises(NotPermitted):
        propose_revocation(session, [score.id], reason=REASON, by=make_member(session, chain.hr, modules=()))


def test_a_new_score_may_take_the_place_of_a_revoked_one(session, chain, score):
    propose(session, score, chain.hr_member)
    decide_open(session, "confirm", make_member(session, chain.hr))
    number = resident_id_of(session.get_one(User, chain.learners[0].user_id))
    again = enter_score(session, chain.training_class.id, resident_id=number, value="88", by=chain.base_member)
    assert again.state is ScoreState.ENTERED


def test_a_certificate_does_not_outlive_the_hours_it_stands_on(session, chain, score):
    certificate = Certificate(
        learner_id=chain.learners[0].id, year=2026, number="C-2026-1", code="ABCDEFGHJKMNPQRT",
        hours={"total": "90"}, issuer_id=chain.hr.id,
    )  # fmt: skip
    session.add(certificate)
    session.flush()
    propose(session, score, chain.hr_member)
    assert certificate.revoked_at is None
    decide_open(session, "confirm", make_member(session, chain.hr))
    assert certificate.revoked_at is not None


def test_a_proposal_is_withdrawn_by_its_proposer_or_the_super_administrator_alone(session, chain, score):
    propose(session, score, chain.hr_member)
    instance = session.scalars(select(Instance)).one()
    colleague = make_member(session, chain.hr, name="复核人")
    refused = withdraw(session, [instance.id], by=colleague, reason="不复核了")[0].refusal
    assert type(refused).__name__ == "NotYourProposal"
    assert not read_instance(session, instance.id, by=colleague).actions.withdraw
    assert read_instance(session, instance.id, by=chain.hr_member).actions.withdraw
    chief = make_member(session, chain.hr, name="超管", is_super=True)
    assert withdraw(session, [instance.id], by=chief, reason="误选")[0].ok
