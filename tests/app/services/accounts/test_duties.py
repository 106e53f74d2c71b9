"""三员分立: nobody draws and releases, or releases and audits."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.services.accounts.add_member import add_existing
from app.services.accounts.duties import HoldsOtherDuty
from models import Membership, Organization, OrganizationKind
from tests.drawing import make_offices
from tests.factories import make_hr, make_member, make_office, make_role, make_user, resident_id_of


@pytest.fixture
def offices(session):
    return make_offices(session)


def organization(session, actor):
    return session.get_one(Organization, actor.organization_id)


def test_a_member_of_one_office_is_refused_by_the_other(session, offices):
    chief = make_member(session, organization(session, offices.security), is_super=True)
    person = make_user(session, name="画图人")
    make_member(session, organization(session, offices.system), user=person)
    role = make_role(session, organization(session, offices.security), modules=())
    with pytest.raises(HoldsOtherDuty, match="系统管理部门"):
        add_existing(session, resident_id_of(person), "画图人", role.id, by=chief)


def test_a_member_of_an_office_may_be_a_member_elsewhere(session, offices):
    person = make_user(session)
    make_member(session, organization(session, offices.system), user=person)
    make_member(session, make_hr(session), user=person)


def test_the_database_allows_nobody_two_offices(session, offices):
    person = make_user(session)
    make_member(session, organization(session, offices.system), user=person)
    with pytest.raises(IntegrityError, match="uq_membership_one_office"):
        make_member(session, organization(session, offices.audit), user=person)


def test_the_database_writes_the_office_itself(session, offices):
    member = session.get_one(Membership, offices.system.membership_id)
    session.execute(text("UPDATE membership SET office = NULL WHERE id = :id"), {"id": member.id})
    session.refresh(member)
    assert member.office == "system"


def test_there_is_one_office_of_each_kind(session, offices):
    from tests.factories import make_organization

    with pytest.raises(IntegrityError, match="uq_organization_office"):
        make_organization(session, OrganizationKind.SYSTEM)
    assert make_office
