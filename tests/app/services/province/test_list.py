"""机构管理: every organisation of the province is found, by index and by key; passwords are reset at the top."""

import pytest
from sqlalchemy import text

from app.errors import NotFound, NotPermitted
from app.services.accounts.chief import find_topmost_chief
from app.services.accounts.refusals import BelongsElsewhere, NobodyThere
from app.services.accounts.reset_password import reset_topmost
from app.services.province.list import list_organizations
from app.services.province.read import read_organization
from app.services.recovery.ask import Claim, ask_for_password
from app.services.recovery.requests import Asker, waiting_requests
from app.services.subordinates.list import SubordinateFilter
from models import OrganizationKind, User
from tests.drawing import make_offices
from tests.factories import make_chain, make_employer, make_hr, make_member, resident_id_of
from tests.statements import statements


@pytest.fixture
def chain(session):
    return make_chain(session)


@pytest.fixture
def by(session):
    return make_offices(session).system


def names(session, by, **asked):
    return {
        one.name for one in list_organizations(session, by=by, asked=SubordinateFilter(**asked), limit=500).rows
    }


def test_every_kind_is_listed_and_each_filter_narrows(session, chain, by):
    every = names(session, by)
    assert {chain.base.name, chain.employer.name, chain.hr.name, by.organization_name} <= every
    assert names(session, by, text=chain.base.name) == {chain.base.name}
    assert names(session, by, text=f" {chain.employer.credit_code.lower()} ") == {chain.employer.name}
    assert by.organization_name in names(session, by, kind=OrganizationKind.SYSTEM)
    assert chain.base.name in names(session, by, region=chain.hr.region_code)
    assert names(session, by, under=chain.hr.id) == {chain.base.name, chain.employer.name}
    chain.employer.is_enabled = False
    session.flush()
    assert names(session, by, is_enabled=False) == {chain.employer.name}
    assert chain.employer.name not in names(session, by, is_enabled=True)


def test_pages_follow_each_other_by_key_with_as_many_statements(session, chain, by):
    first = list_organizations(session, by=by, limit=2)
    with statements() as made:
        rest = list_organizations(session, by=by, after=int(first.next_after), limit=200)
    assert len(made) == 1
    assert not {one.id for one in first.rows} & {one.id for one in rest.rows}


def test_a_kind_is_listed_by_key_from_an_index_of_its_own(session):
    """On the few rows of a test the planner may take any index; what matters is that this one is there."""
    index = text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_organization_kind'")
    assert session.scalars(index).one().endswith("(kind, id)")


def test_one_is_read_with_the_way_to_it_and_others_are_not_there(session, chain, by):
    below = read_organization(session, chain.employer.id, by=by)
    assert below.organization.name == chain.employer.name
    assert [name for _, name in below.trail][-2:] == [chain.hr.name, chain.employer.name]
    assert read_organization(session, by.organization_id, by=by).superior_name == ""
    with pytest.raises(NotFound):
        read_organization(session, 0, by=by)


def test_nobody_else_looks(session, chain):
    for other in (chain.hr_member, make_offices(session).audit):
        with pytest.raises(NotPermitted):
            list_organizations(session, by=other)
        with pytest.raises(NotPermitted):
            read_organization(session, chain.hr.id, by=other)


def test_the_password_at_the_top_is_reset_and_none_below(session, by):
    top = make_hr(session)
    city = make_hr(session, superior=top)
    with pytest.raises(NobodyThere):
        reset_topmost(session, top.id, by=by)
    chief = make_member(session, top, is_super=True, name="厅超级")
    make_member(session, city, is_super=True)
    assert find_topmost_chief(session, top.id, by=by).chief == "厅超级"
    issued = reset_topmost(session, top.id, by=by)
    user = session.get_one(User, chief.user_id, populate_existing=True)
    assert (issued.name, user.must_change_password) == ("厅超级", True)
    for not_top in (city.id, by.organization_id, make_employer(session).id, 0):
        with pytest.raises(NotFound):
            reset_topmost(session, not_top, by=by)
        with pytest.raises(NotFound):
            find_topmost_chief(session, not_top, by=by)
    with pytest.raises(NotPermitted):
        reset_topmost(session, top.id, by=make_offices(session).security)


def test_who_belongs_elsewhere_too_is_not_handed_over_with_it(session, by):
    top = make_hr(session)
    chief = make_member(session, top, is_super=True)
    make_member(session, make_employer(session), user=session.get_one(User, chief.user_id))
    with pytest.raises(BelongsElsewhere):
        reset_topmost(session, top.id, by=by)


def test_who_forgot_his_password_at_the_top_is_heard_by_the_system_administrators(session, by):
    top = make_hr(session, name="最上级厅")
    chief = make_member(session, top, is_super=True, name="周厅长")
    user = session.get_one(User, chief.user_id)
    ask_for_password(session, Claim(resident_id_of(user), "周厅长", "最上级厅"))
    waiting = waiting_requests(session, Asker.TOPMOST, by=by)
    assert [(one.name, one.target) for one in waiting] == [("周厅长", {"organization_id": top.id})]
    reset_topmost(session, top.id, by=by)
    assert waiting_requests(session, Asker.TOPMOST, by=by) == []
