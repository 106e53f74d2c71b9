"""The accounts of the README: they can sign in, and find something to do."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sealing import sealer
from app.services.accounts.passwords import problem_of
from app.services.accounts.sign_in import sign_in
from app.services.demo import DemoAccount, accounts, demo_accounts
from models import (
    Instance,
    ItemKind,
    Learner,
    Membership,
    Organization,
    Score,
    ScoreState,
    TrainingClass,
    User,
    UserTask,
    UserType,
    WorkItem,
)

RESIDENT_IDS = [
    "410199198001010017",
    "410199198001010025",
    "410199198001010033",
    "410199198001010041",
    "41019919800101005X",
    "410199198001010068",
    "410199198001010076",
    "410199198001010084",
    "410199198001010092",
    "410199198001010105",
]


@pytest.fixture
def all_accounts(demo: Session) -> list[DemoAccount]:
    return demo_accounts(demo)


def user_of(session: Session, account: accounts.Known) -> User:
    hash_ = sealer().lookup(account.resident_id)
    return session.scalars(select(User).where(User.resident_id_hash == hash_)).one()


def organization_of(session: Session, account: accounts.Known) -> Organization:
    query = select(Organization).join(Membership, Membership.organization_id == Organization.id)
    return session.scalars(query.where(Membership.user_id == user_of(session, account).id)).one()


def open_work(session: Session, organization: Organization) -> list[int]:
    """The scores that wait for an organisation."""
    query = select(Instance.item_id).join(WorkItem, WorkItem.instance_id == Instance.id)
    waiting = query.where(WorkItem.organization_id == organization.id, WorkItem.closed_at.is_(None))
    return list(session.scalars(waiting))


def test_their_id_numbers_never_change(all_accounts: list[DemoAccount]):
    assert [account.resident_id for account in all_accounts] == RESIDENT_IDS


def test_a_database_without_a_demo_has_none(session: Session):
    assert demo_accounts(session) == []


@pytest.mark.parametrize("place", range(len(RESIDENT_IDS)))
def test_each_signs_in_as_what_it_is_listed_as(demo: Session, all_accounts: list[DemoAccount], place: int):
    account = all_accounts[place]

    attempt = sign_in(demo, user_type=account.user_type, resident_id=account.resident_id, password=account.password)

    assert attempt.refusal is None
    assert [identity.organization_name for identity in attempt.identities] == [account.label]


def test_the_password_is_one_that_users_may_choose():
    assert problem_of(accounts.PASSWORD, RESIDENT_IDS[0]) is None


def test_the_kinds_are_those_of_the_journey(all_accounts: list[DemoAccount]):
    assert [account.user_type for account in all_accounts] == [
        UserType.BASE,
        UserType.EMPLOYER,
        UserType.HR,
        UserType.HR,
        UserType.HR,
        UserType.LEARNER,
        UserType.COMPETENT,
        UserType.SYSTEM,
        UserType.SECURITY,
        UserType.AUDIT,
    ]


def test_the_employer_belongs_to_the_county_department(demo: Session):
    assert organization_of(demo, accounts.EMPLOYER).hr_id == organization_of(demo, accounts.COUNTY).id


def test_the_departments_are_one_above_the_other(demo: Session):
    county, city, province = (
        organization_of(demo, account) for account in (accounts.COUNTY, accounts.CITY, accounts.PROVINCE)
    )
    assert (county.superior_id, city.superior_id) == (city.id, province.id)


@pytest.mark.parametrize(
    "account",
    [accounts.BASE, accounts.EMPLOYER, accounts.COUNTY, accounts.CITY, accounts.PROVINCE, accounts.COMPETENT],
)
def test_each_member_has_pending_work(demo: Session, account: accounts.Known):
    assert open_work(demo, organization_of(demo, account))


def test_the_employer_and_its_department_wait_for_scores_of_the_base(demo: Session):
    base, employer, county = (
        organization_of(demo, account) for account in (accounts.BASE, accounts.EMPLOYER, accounts.COUNTY)
    )
    for organization in (employer, county):
        waiting = demo.scalars(select(Score).where(Score.id.in_(open_work(demo, organization)))).all()
        assert any(score.base_id == base.id and score.employer_id == employer.id for score in waiting)


def test_the_base_has_scores_of_that_employer_to_declare(demo: Session):
    base, employer = organization_of(demo, accounts.BASE), organization_of(demo, accounts.EMPLOYER)
    ready = (
        select(Score.id)
        .join(Learner, Learner.id == Score.learner_id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .where(
            Score.base_id == base.id,
            Learner.employer_id == employer.id,
            Score.state == ScoreState.ENTERED,
            Score.value >= TrainingClass.pass_mark,
        )
    )
    assert demo.scalars(ready).all()


def test_the_learner_has_scores_on_every_stage_of_the_way(demo: Session):
    learner = demo.scalars(select(Learner).where(Learner.user_id == user_of(demo, accounts.LEARNER).id)).one()
    states = demo.scalars(select(Score.state).where(Score.learner_id == learner.id)).all()
    parties = demo.scalars(
        select(UserTask.party)
        .join_from(Score, Instance, (Instance.item_id == Score.id) & (Instance.item_kind == ItemKind.SCORE))
        .join(WorkItem, (WorkItem.instance_id == Instance.id) & WorkItem.closed_at.is_(None))
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(Score.learner_id == learner.id)
    ).all()

    assert sorted(states) == [ScoreState.DECLARED, ScoreState.DECLARED, ScoreState.QUALIFIED, ScoreState.QUALIFIED]
    assert sorted(parties) == ["employer", "hr"]
