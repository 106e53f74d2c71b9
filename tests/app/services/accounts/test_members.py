"""Administrators of an organisation: added, changed, removed, and never above whoever does it."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.resident_id import Problem
from app.services.accounts import passwords
from app.services.accounts.add_member import NewPerson, add_existing, add_new
from app.services.accounts.change_member import assign_role, delete_member, set_enabled
from app.services.accounts.contact import Contact
from app.services.accounts.members import list_members
from app.services.accounts.refusals import (
    AlreadyMember,
    AlreadyUser,
    MoreThanYourOwn,
    NoSuchUser,
    OwnAccount,
    RoleGone,
    RoleNotYours,
    SuperAdministrator,
    WeakInitialPassword,
    WrongContact,
    WrongNumber,
)
from app.services.accounts.reset_password import reset_member
from app.services.demo.numbers import nth_resident_id
from models import AuditEvent, Command, CommandKind, Membership, Module, User, UserSession
from tests.factories import make_base, make_member, make_role, make_user, resident_id_of
from tests.statements import statements

ENTRY = (Module.SCORE_ENTRY,)
NUMBER = nth_resident_id(900_001)


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def chief(session, base):
    return make_member(session, base, is_super=True, name="钱超级")


@pytest.fixture
def manager(session, chief, base):
    """Not the super administrator, but his role opens 管理账户 and score entry."""
    return make_member(session, base, modules=(Module.SCORE_ENTRY, Module.ACCOUNTS), name="孙管理")


@pytest.fixture
def clerk(session, chief, base):
    return make_member(session, base, modules=ENTRY, name="李录入")


@pytest.fixture
def declarer(session, chief, base):
    """Has a module that the manager has not."""
    return make_member(session, base, modules=(Module.SCORE_DECLARE,), name="周申报")


@pytest.fixture
def role(session, base):
    return make_role(session, base, modules=ENTRY)


def person(**changes) -> NewPerson:
    values = {"resident_id": NUMBER, "password": "Chushi@2026", "name": "吴新人"}
    return NewPerson(**(values | changes), contact=Contact("13812345678", "wu@example.com", "0371-65901234"))


def membership_of(session, member) -> Membership:
    return session.get_one(Membership, member.membership_id, populate_existing=True)


def test_a_user_is_added_by_number_and_name_and_keeps_his_password(session, chief, role):
    user = make_user(session, name="郑用户")
    before = user.password_hash
    member = add_existing(session, resident_id_of(user), "郑用户", role.id, by=chief)
    assert (member.user_id, member.role_id, member.is_super, user.password_hash) == (
        user.id,
        role.id,
        False,
        before,
    )


def test_a_number_that_nobody_has_and_a_wrong_name_get_one_answer_which_is_audited(session, chief, role):
    user = make_user(session, name="郑用户")
    for number, name in ((resident_id_of(user), "别人"), (NUMBER, "郑用户")):
        with pytest.raises(NoSuchUser):
            add_existing(session, number, name, role.id, by=chief)
    told = session.scalars(select(AuditEvent).where(~AuditEvent.succeeded)).all()
    assert len(told) == 2
    assert NUMBER not in str([event.detail for event in told])


def test_nobody_is_added_twice(session, chief, clerk, role):
    number = resident_id_of(session.get_one(User, clerk.user_id))
    with pytest.raises(AlreadyMember):
        add_existing(session, number, "李录入", role.id, by=chief)


def test_a_new_person_becomes_a_user_who_must_change_the_password(session, chief, role):
    member = add_new(session, person(), role.id, by=chief)
    user = session.get_one(User, member.user_id)
    assert resident_id_of(user) == NUMBER
    assert user.must_change_password
    assert passwords.is_right(user.password_hash, "Chushi@2026")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"resident_id": "123"}, WrongNumber),
        ({"password": "12345678"}, WeakInitialPassword),
        ({"password": "Aa@" + NUMBER[:6]}, WeakInitialPassword),
        ({"name": "1"}, WrongContact),
    ],
)
def test_a_new_person_with_wrong_data_is_refused(session, chief, role, changes, refusal):
    with pytest.raises(refusal):
        add_new(session, person(**changes), role.id, by=chief)


def test_the_wrong_number_is_explained(session, chief, role):
    with pytest.raises(WrongNumber, match=str(Problem.NOT_EIGHTEEN)):
        add_new(session, person(resident_id="123"), role.id, by=chief)


def test_somebody_who_is_a_user_is_not_made_anew(session, chief, role):
    make_user(session, resident_id=NUMBER)
    with pytest.raises(AlreadyUser):
        add_new(session, person(), role.id, by=chief)


def test_a_role_of_another_organisation_and_a_deleted_one_are_gone(session, chief):
    foreign = make_role(session, make_base(session), modules=ENTRY)
    for role_id in (foreign.id, 0):
        with pytest.raises(RoleGone):
            add_new(session, person(), role_id, by=chief)


ACTS = {
    "assign": lambda session, id, role, by: assign_role(session, id, role.id, by=by),
    "disable": lambda session, id, role, by: set_enabled(session, id, False, by=by),
    "enable": lambda session, id, role, by: set_enabled(session, id, True, by=by),
    "delete": lambda session, id, role, by: delete_member(session, id, by=by),
    "reset": lambda session, id, role, by: reset_member(session, id, by=by),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
class TestEveryAct:
    def test_is_not_done_to_oneself(self, session, act, chief, manager, role):
        for one in (chief, manager):
            with pytest.raises(OwnAccount):
                act(session, one.membership_id, role, one)

    def test_is_not_done_to_the_super_administrator(self, session, act, chief, manager, role):
        with pytest.raises(SuperAdministrator, match="钱超级"):
            act(session, chief.membership_id, role, manager)

    def test_is_not_done_to_somebody_with_more_rights(self, session, act, manager, declarer, role):
        with pytest.raises(MoreThanYourOwn, match="学员成绩申报"):
            act(session, declarer.membership_id, role, manager)

    def test_is_not_done_to_another_organisations_member(self, session, act, chief, role):
        other = make_member(session, make_base(session))
        with pytest.raises(NotFound):
            act(session, other.membership_id, role, chief)

    def test_is_not_done_by_a_member_without_the_module(self, session, act, clerk, declarer, role):
        with pytest.raises(NotPermitted):
            act(session, declarer.membership_id, role, clerk)

    def test_is_done_by_super_and_manager(self, session, act, chief, manager, clerk, role):
        act(session, clerk.membership_id, role, manager)
        if session.get(Membership, clerk.membership_id):
            act(session, clerk.membership_id, role, chief)


def test_a_manager_whose_rights_were_taken_meanwhile_is_refused(session, manager, clerk):
    membership_of(session, manager).is_enabled = False
    with pytest.raises(NotPermitted):
        set_enabled(session, clerk.membership_id, False, by=manager)


def test_a_manager_gives_no_role_with_more_than_he_has(session, base, manager, clerk):
    more = make_role(session, base, modules=(Module.SCORE_DECLARE,))
    with pytest.raises(RoleNotYours, match="学员成绩申报"):
        assign_role(session, clerk.membership_id, more.id, by=manager)
    with pytest.raises(RoleNotYours):
        add_new(session, person(), more.id, by=manager)


def test_deleting_takes_the_rights_and_leaves_the_user_and_his_history(session, base, chief, clerk):
    command = Command(
        kind=CommandKind.DECLARE,
        key="k",
        user_id=clerk.user_id,
        membership_id=clerk.membership_id,
        organization_id=base.id,
        params={},
        total=0,
    )
    session.add(command)
    session.flush()
    delete_member(session, clerk.membership_id, by=chief)
    session.expire_all()
    assert session.get(Membership, clerk.membership_id) is None
    assert session.get_one(User, clerk.user_id).is_enabled
    assert command.membership_id is None
    with pytest.raises(NotFound):
        delete_member(session, clerk.membership_id, by=chief)


def test_disabling_twice_writes_one_line(session, chief, clerk):
    for _ in range(2):
        set_enabled(session, clerk.membership_id, False, by=chief)
    lines = session.scalars(select(AuditEvent).where(AuditEvent.action == "member:manage")).all()
    assert [line.detail["act"] for line in lines] == ["disable"]


def test_the_list_shows_who_can_be_changed_and_hides_numbers(session, base, chief, manager, clerk, declarer):
    shown = {member.name: member for member in list_members(session, by=manager).rows}
    assert {name for name, member in shown.items() if member.is_changeable} == {"李录入"}
    assert shown["钱超级"].role_name == "超级管理员"
    assert shown["孙管理"].is_reader
    assert all("********" in member.masked_id for member in shown.values())


def test_the_list_is_paged_and_costs_one_statement(session, base, chief, clerk, declarer):
    first = list_members(session, by=chief, limit=2)
    rest = list_members(session, by=chief, limit=2, after=int(first.next_after))
    assert [len(first.rows), len(rest.rows), rest.next_after] == [2, 1, None]
    with statements() as sent:
        list_members(session, by=chief)
    assert len(sent) == 1


def test_a_deleted_members_sessions_are_gone(session, chief, clerk):
    session.add(
        UserSession(token_hash=b"x" * 32, user_id=clerk.user_id, membership_id=clerk.membership_id, data={})
    )
    session.flush()
    delete_member(session, clerk.membership_id, by=chief)
    session.expire_all()
    assert session.scalars(select(UserSession)).all() == []
