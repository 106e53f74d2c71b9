"""The scores of the demo are in every state, and got there through the processes."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor
from app.sealing import sealer
from app.services.accounts.actors import load_actor
from app.services.certificates.issue import issue_certificate
from app.services.demo import accounts
from models import (
    ChangeState,
    Comment,
    EventKind,
    Instance,
    InstanceEvent,
    ItemKind,
    ItemRevision,
    Learner,
    Membership,
    OrganizationChange,
    Registration,
    RegistrationKind,
    RegistrationState,
    Score,
    ScoreState,
    TrainingClass,
    User,
    UserTask,
    WorkItem,
)


def open_at(session: Session, party: str) -> int:
    query = (
        select(func.count(WorkItem.id)).join(UserTask).where(WorkItem.closed_at.is_(None), UserTask.party == party)
    )
    return session.scalar(query) or 0


@pytest.mark.parametrize("state", ScoreState)
def test_every_state_is_met(demo: Session, state: ScoreState):
    assert demo.scalar(select(func.count(Score.id)).where(Score.state == state))


@pytest.mark.parametrize("party", ["base", "employer", "hr"])
def test_every_party_has_pending_work(demo: Session, party: str):
    assert open_at(demo, party)


def test_entered_scores_pass_or_fail_and_have_no_instance(demo: Session):
    rows = demo.execute(
        select(Score.value >= TrainingClass.pass_mark, Instance.id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .outerjoin(Instance, (Instance.item_id == Score.id) & (Instance.item_kind == ItemKind.SCORE))
        .where(Score.state == ScoreState.ENTERED)
    ).all()

    assert {passed for passed, _ in rows} == {True, False}
    assert {instance for _, instance in rows} == {None}


def test_no_failing_score_was_declared(demo: Session):
    failing = (
        select(Score.id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .where(Score.state != ScoreState.ENTERED, Score.value < TrainingClass.pass_mark)
    )
    assert demo.scalars(failing).all() == []


def test_a_declared_score_waits_at_exactly_one_place(demo: Session):
    waiting = (
        select(func.count(WorkItem.id))
        .join_from(Score, Instance, (Instance.item_id == Score.id) & (Instance.item_kind == ItemKind.SCORE))
        .outerjoin(WorkItem, (WorkItem.instance_id == Instance.id) & WorkItem.closed_at.is_(None))
        .where(Score.state == ScoreState.DECLARED)
        .group_by(Score.id)
    )
    assert set(demo.scalars(waiting)) == {1}


def test_qualified_and_rejected_scores_have_ended(demo: Session):
    ended = demo.execute(
        select(Score.state, Instance.ended)
        .join(Instance, (Instance.item_id == Score.id) & (Instance.item_kind == ItemKind.SCORE))
        .where(Score.state.in_([ScoreState.QUALIFIED, ScoreState.REJECTED]))
        .distinct()
    ).all()

    assert set(map(tuple, ended)) == {(ScoreState.QUALIFIED, "approved"), (ScoreState.REJECTED, "rejected")}


@pytest.mark.parametrize("party", ["employer", "hr"])
@pytest.mark.parametrize("outcome", ["approve", "return", "reject"])
def test_every_reviewer_used_every_outcome_and_said_why(demo: Session, party: str, outcome: str):
    comments = demo.scalars(
        select(Comment.body)
        .join_from(InstanceEvent, WorkItem, WorkItem.id == InstanceEvent.work_item_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .outerjoin(Comment, Comment.id == InstanceEvent.comment_id)
        .where(UserTask.party == party, InstanceEvent.outcome == outcome)
    ).all()

    assert comments
    assert all(comments)


def test_some_returned_scores_were_corrected_and_wait_at_the_employer_again(demo: Session):
    resubmitted = demo.execute(
        select(Instance.revision, UserTask.party)
        .join_from(InstanceEvent, Instance, Instance.id == InstanceEvent.instance_id)
        .join(WorkItem, (WorkItem.instance_id == Instance.id) & WorkItem.closed_at.is_(None))
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(InstanceEvent.kind == EventKind.RESUBMITTED)
    ).all()

    assert resubmitted
    assert set(map(tuple, resubmitted)) == {(2, "employer")}


def test_a_corrected_score_differs_from_what_was_declared_first(demo: Session):
    before, after = aliased(ItemRevision), aliased(ItemRevision)
    values = demo.execute(
        select(before.content["value"].astext, after.content["value"].astext)
        .join_from(before, after, (after.instance_id == before.instance_id) & (after.number == before.number + 1))
        .where(before.content["value"].astext != "100.0")
    ).all()

    assert values
    assert all(first != second for first, second in values)


def test_nobody_decided_what_they_declared(demo: Session):
    own = (
        select(InstanceEvent.instance_id)
        .join(Instance, Instance.id == InstanceEvent.instance_id)
        .where(InstanceEvent.kind == EventKind.DECIDED, InstanceEvent.user_id == Instance.started_by_id)
    )
    assert demo.scalars(own).all() == []


def test_a_learner_waits_to_be_registered_at_the_employer_of_the_demo_account(demo: Session):
    row = demo.execute(select(Registration).where(Registration.kind == RegistrationKind.LEARNER)).scalar_one()
    employer = load_user(demo, accounts.EMPLOYER.resident_id)
    assert row.state is RegistrationState.PENDING
    assert row.employer_id == employer.organization_id


def test_the_learner_of_the_demo_account_may_have_last_years_certificate(demo: Session):
    learner = load_user(demo, accounts.LEARNER.resident_id)
    certificate = issue_certificate(demo, 2025, by=learner)
    assert Decimal(certificate.hours["total"]) >= 90


def load_user(demo: Session, number: str) -> Actor:
    """The one identity of somebody whom the README names."""
    hash_ = sealer().lookup(number)
    learner = demo.scalar(select(Learner.id).where(Learner.resident_id_hash == hash_))
    membership = demo.scalar(
        select(Membership.id).join(User, User.id == Membership.user_id).where(User.resident_id_hash == hash_)
    )
    actor = load_actor(demo, learner_id=learner) if learner else load_actor(demo, membership_id=membership or 0)
    assert actor is not None
    return actor


def test_a_change_of_an_organisation_waits_with_its_superior(demo: Session):
    change = demo.execute(select(OrganizationChange)).scalar_one()
    assert change.state is ChangeState.SUBMITTED
    assert change.new_name != change.old_name
