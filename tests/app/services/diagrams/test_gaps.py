"""Steps that would be empty for today's organisations are named before a release."""

from sqlalchemy import update

from app.services.diagrams.drafts import read_draft
from app.services.diagrams.gaps import gaps_of
from models import Membership, Organization
from tests.drawing import draw_city_review, make_offices


def gaps(session, journey):
    offices = make_offices(session)
    journey.declare()
    draft = read_draft(session, draw_city_review(session, by=offices.system), by=offices.system)
    found = gaps_of(session, draft, by=offices.system)
    return {(gap.step, gap.is_unstaffed): (gap.count, list(gap.names)) for gap in found}


def test_a_chain_that_is_complete_has_none(session, journey):
    found = gaps(session, journey)
    assert ("用人单位审核", False) not in found
    assert ("用人单位审核", True) not in found


def test_an_organisation_without_members_is_named(session, journey):
    employer = journey.chain.employer
    session.execute(update(Membership).where(Membership.organization_id == employer.id).values(is_enabled=False))
    assert gaps(session, journey)["用人单位审核", True] == (1, [employer.name])


def test_a_level_that_there_is_not_is_named_by_its_submitters(session, journey):
    """The county's department has nothing above it."""
    session.execute(update(Organization).where(Organization.id == journey.chain.hr.id).values(superior_id=None))
    found = gaps(session, journey)
    assert found["市级人社复核", False] == (3, [journey.chain.base.name])
