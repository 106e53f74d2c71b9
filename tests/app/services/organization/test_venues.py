"""The venues of a base: kept by its own members, and by nobody else."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.organization.venues import (
    SeatsMissing,
    VenueFields,
    VenueNameTaken,
    add_venue,
    delete_venue,
    edit_venue,
    find_venue,
    list_venues,
    total_venues,
)
from models import AuditEvent, Ownership, VenueKind
from tests.factories import make_base, make_employer, make_member, make_venue
from tests.statements import statements

FIELDS = VenueFields("第一教室", VenueKind.CLASSROOM, Decimal("86.5"), 60, Ownership.OWN, "投影仪")


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def member(session, base):
    return make_member(session, base)


def actions(session):
    return session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()


def test_a_venue_is_added_changed_and_deleted_and_all_of_it_is_recorded(session, member):
    venue = add_venue(session, FIELDS, by=member)
    assert [row.name for row in list_venues(session, by=member).rows] == ["第一教室"]
    edit_venue(session, venue.id, replace(FIELDS, area=Decimal("90.0"), ownership=Ownership.RENTED), by=member)
    session.expire_all()
    assert (venue.area, venue.ownership) == (Decimal("90.0"), Ownership.RENTED)
    assert delete_venue(session, venue.id, by=member) == "第一教室"
    assert list_venues(session, by=member).rows == []
    assert actions(session)[-3:] == ["venue:add", "venue:edit", "venue:delete"]


def test_a_name_is_given_once_in_a_base_however_it_is_typed(session, member):
    venue = add_venue(session, replace(FIELDS, name="教室A1"), by=member)
    with pytest.raises(VenueNameTaken, match="教室A1"):
        add_venue(session, replace(FIELDS, name=" 教室Ａ１"), by=member)
    second = add_venue(session, FIELDS, by=member)
    with pytest.raises(VenueNameTaken):
        edit_venue(session, second.id, replace(FIELDS, name=venue.name), by=member)
    assert second.name == "第一教室"
    add_venue(session, FIELDS, by=make_member(session, make_base(session)))


@pytest.mark.parametrize("kind", [VenueKind.CLASSROOM, VenueKind.COMPUTER_ROOM])
def test_a_room_for_classes_has_seats(session, member, kind):
    with pytest.raises(SeatsMissing, match=kind.label):
        add_venue(session, replace(FIELDS, kind=kind, seats=0), by=member)


def test_a_place_for_practice_may_have_none(session, member):
    assert add_venue(session, replace(FIELDS, kind=VenueKind.PRACTICE, seats=0), by=member).seats == 0


def test_pages_follow_each_other_and_totals_count_all_of_them(session, base, member):
    venues = [make_venue(session, base, area=Decimal("10.5"), seats=5) for _ in range(3)]
    make_venue(session, make_base(session))
    first = list_venues(session, by=member, limit=2)
    second = list_venues(session, by=member, limit=2, after=int(first.next_after))
    assert [row.id for row in (*first.rows, *second.rows)] == [venue.id for venue in reversed(venues)]
    assert second.next_after is None
    totals = total_venues(session, by=member)
    assert (totals.count, totals.area, totals.seats) == (3, Decimal("31.5"), 15)


def test_another_base_finds_and_changes_none_of_it(session, base):
    venue = make_venue(session, base)
    other = make_member(session, make_base(session))
    for refused in (
        lambda: find_venue(session, venue.id, by=other),
        lambda: edit_venue(session, venue.id, FIELDS, by=other),
        lambda: delete_venue(session, venue.id, by=other),
    ):
        with pytest.raises(NotFound):
            refused()


def test_what_a_colleague_deleted_meanwhile_is_gone(session, base, member):
    venue_id = make_venue(session, base).id
    delete_venue(session, venue_id, by=make_member(session, base))
    with pytest.raises(NotFound):
        edit_venue(session, venue_id, FIELDS, by=member)
    with pytest.raises(NotFound):
        delete_venue(session, venue_id, by=member)


def test_only_a_base_keeps_venues_and_only_with_the_module(session, base):
    for by in (make_member(session, make_employer(session)), make_member(session, base, modules=())):
        with pytest.raises(NotPermitted):
            add_venue(session, FIELDS, by=by)
        with pytest.raises(NotPermitted):
            list_venues(session, by=by)


def test_the_list_is_one_statement(session, base, member):
    make_venue(session, base)
    with statements() as sent:
        list_venues(session, by=member)
    assert len(sent) == 1
