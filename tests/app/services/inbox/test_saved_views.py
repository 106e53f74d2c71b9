"""Saved filters: one's own, those of colleagues, and nobody else's."""

import pytest

from app.errors import NotFound
from app.permissions import Actor
from app.services.inbox import saved_views
from app.services.inbox.saved_views import (
    MOST,
    NothingAsked,
    TooManyViews,
    ViewNameTaken,
    change_view,
    delete_view,
    find_view,
    list_views,
    save_view,
)
from tests.factories import make_member
from tests.journey import Journey
from tests.statements import statements

QUERY = {"kind": "score", "submitter": "第一 & 卫校"}


def save(journey: Journey, name: str = "本周的", *, is_shared: bool = False, by: Actor | None = None) -> int:
    by = by or journey.chain.hr_member
    save_view(journey.session, name, QUERY, is_shared=is_shared, by=by)
    return next(view.id for view in list_views(journey.session, by=by) if view.is_mine and view.name == name)


@pytest.fixture
def colleague(journey: Journey) -> Actor:
    return make_member(journey.session, journey.chain.hr, name="同事李")


@pytest.fixture
def chief(journey: Journey) -> Actor:
    return make_member(journey.session, journey.chain.hr, name="主任王", is_super=True)


def test_a_filter_comes_back_as_it_was_kept(journey: Journey):
    save(journey)
    (view,) = list_views(journey.session, by=journey.chain.hr_member)
    assert (view.name, view.query, view.is_mine, view.is_shared) == ("本周的", QUERY, True, False)


def test_colleagues_see_what_is_shared_and_other_organisations_nothing(journey: Journey, colleague: Actor):
    save(journey, "自己的")
    shared = save(journey, "大家的", is_shared=True)
    assert [(view.name, view.owner) for view in list_views(journey.session, by=colleague)] == [
        ("大家的", "人社审核员")
    ]
    assert list_views(journey.session, by=journey.chain.employer_member) == []
    with pytest.raises(NotFound):
        find_view(journey.session, shared, by=journey.chain.employer_member)


def test_a_name_serves_one_member_once_and_another_may_use_it_too(journey: Journey, colleague: Actor):
    save(journey)
    with pytest.raises(ViewNameTaken):
        save(journey)
    other = save(journey, "另一个")
    with pytest.raises(ViewNameTaken):
        change_view(journey.session, other, "本周的", is_shared=False, by=journey.chain.hr_member)
    save(journey, by=colleague)


def test_a_filter_that_asks_nothing_is_not_kept(journey: Journey):
    with pytest.raises(NothingAsked):
        save_view(journey.session, "空的", {}, is_shared=False, by=journey.chain.hr_member)


def test_no_member_keeps_more_than_so_many(journey: Journey, monkeypatch: pytest.MonkeyPatch):
    assert MOST == 50
    monkeypatch.setattr(saved_views, "MOST", 2)
    save(journey, "一")
    save(journey, "二")
    with pytest.raises(TooManyViews):
        save(journey, "三")


def test_it_can_be_renamed_shared_and_deleted_by_its_owner(journey: Journey):
    who, view_id = journey.chain.hr_member, save(journey)
    change_view(journey.session, view_id, "新名称", is_shared=True, by=who)
    view = find_view(journey.session, view_id, by=who)
    assert (view.name, view.is_shared) == ("新名称", True)
    assert delete_view(journey.session, view_id, by=who) == "新名称"
    assert list_views(journey.session, by=who) == []


def test_what_a_colleague_shares_is_only_to_be_used(journey: Journey, colleague: Actor):
    view_id = save(journey, is_shared=True)
    with pytest.raises(NotFound):
        change_view(journey.session, view_id, "我的", is_shared=False, by=colleague)
    with pytest.raises(NotFound):
        delete_view(journey.session, view_id, by=colleague)


def test_the_super_administrator_deletes_what_is_shared_and_nothing_private(journey: Journey, chief: Actor):
    shared, private = save(journey, "大家的", is_shared=True), save(journey, "自己的")
    delete_view(journey.session, shared, by=chief)
    with pytest.raises(NotFound):
        delete_view(journey.session, private, by=chief)


def test_the_list_is_one_statement(journey: Journey):
    for name in "一二三四":
        save(journey, name)
    with statements() as sent:
        list_views(journey.session, by=journey.chain.hr_member)
    assert len(sent) == 1
