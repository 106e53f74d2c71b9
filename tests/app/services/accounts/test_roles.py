import pytest

from app.errors import NotFound, NotPermitted
from app.permissions import MODULES
from app.services.accounts.actors import load_actor
from app.services.accounts.refusals import (
    ModulesNotYours,
    MoreThanYourOwn,
    RoleHeld,
    RoleNameReserved,
    RoleNameTaken,
    WrongModules,
)
from app.services.accounts.roles import add_role, delete_role, edit_role, list_roles
from models import Membership, Module, Role
from tests.factories import make_base, make_competent, make_employer, make_hr, make_member, make_role
from tests.statements import statements

MAKERS = {"base": make_base, "employer": make_employer, "competent": make_competent, "hr": make_hr}


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def chief(session, base):
    return make_member(session, base, is_super=True)


@pytest.fixture
def manager(session, chief, base):
    return make_member(session, base, modules=(Module.SCORE_ENTRY, Module.ACCOUNTS))


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_of_organisation_gives_the_modules_it_has(session, kind):
    chief = make_member(session, MAKERS[kind](session), is_super=True)
    every = [module.value for module in MODULES[kind]]
    assert add_role(session, "全部", every, by=chief).modules == every
    assert "accounts" in every


@pytest.mark.parametrize(
    ("name", "modules", "refusal"),
    [
        ("已有", ["score_entry"], RoleNameTaken),
        ("超级管理员", ["score_entry"], RoleNameReserved),
        ("新角色", [], WrongModules),
        ("新角色", ["score_review"], WrongModules),
        ("新角色", ["nonsense"], WrongModules),
    ],
)
def test_a_wrong_role_is_refused(session, base, chief, name, modules, refusal):
    make_role(session, base, name="已有")
    with pytest.raises(refusal):
        add_role(session, name, modules, by=chief)


def test_names_are_free_in_another_organisation_and_for_the_role_itself(session, chief):
    make_role(session, make_base(session), name="录入员")
    role = add_role(session, "录入员", ["score_entry"], by=chief)
    edit_role(session, role.id, "录入员", ["score_declare"], by=chief)
    assert session.get_one(Role, role.id).modules == ["score_declare"]


def test_a_role_given_by_a_manager_holds_only_what_he_holds(session, manager):
    with pytest.raises(ModulesNotYours, match="学员成绩申报"):
        add_role(session, "更多", ["score_entry", "score_declare"], by=manager)
    assert add_role(session, "同样", ["score_entry", "accounts"], by=manager).id


def test_a_manager_cannot_widen_his_own_role_nor_touch_a_wider_one(session, base, manager):
    own = session.get_one(Membership, manager.membership_id).role_id
    with pytest.raises(ModulesNotYours):
        edit_role(session, own, "我的", ["score_entry", "accounts", "score_declare"], by=manager)
    wider = make_role(session, base, modules=(Module.SCORE_DECLARE,))
    for act in (
        lambda: edit_role(session, wider.id, "窄", ["score_entry"], by=manager),
        lambda: delete_role(session, wider.id, by=manager),
    ):
        with pytest.raises(MoreThanYourOwn):
            act()


def test_an_edited_role_counts_at_once(session, chief, manager):
    own = session.get_one(Membership, manager.membership_id).role_id
    edit_role(session, own, "只录入", ["score_entry"], by=chief)
    assert load_actor(session, membership_id=manager.membership_id).modules == {"score_entry"}
    with pytest.raises(NotPermitted):
        add_role(session, "晚了", ["score_entry"], by=manager)


def test_a_held_role_is_not_deleted_and_the_holders_are_named(session, base, chief):
    clerk = make_member(session, base, name="李录入")
    role_id = session.get_one(Membership, clerk.membership_id).role_id
    with pytest.raises(RoleHeld, match="李录入"):
        delete_role(session, role_id, by=chief)
    free = make_role(session, base)
    delete_role(session, free.id, by=chief)
    assert session.get(Role, free.id) is None


def test_another_organisations_role_is_not_there(session, chief):
    foreign = make_role(session, make_base(session))
    with pytest.raises(NotFound):
        delete_role(session, foreign.id, by=chief)
    with pytest.raises(NotFound):
        edit_role(session, foreign.id, "新", ["score_entry"], by=chief)


def test_the_list_costs_one_statement_however_long(session, base, chief):
    for _ in range(5):
        make_role(session, base)
    with statements() as sent:
        page = list_roles(session, by=chief, limit=3)
    assert len(sent) == 1
    assert len(page.rows) == 3
    assert len(list_roles(session, by=chief, after=int(page.next_after)).rows) == 2
