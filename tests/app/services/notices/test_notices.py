"""Notices: who may publish them, and what everybody reads."""

import pytest

from app.errors import NotFound, NotPermitted
from app.services.notices.list import find_own, find_public, list_own, list_public
from app.services.notices.publish import (
    NoticeFields,
    NoticeGone,
    WrongNotice,
    edit_notice,
    publish_notice,
    withdraw_notice,
)
from models import Module
from tests.factories import make_base, make_hr, make_member, make_notice


@pytest.fixture
def clerk(session):
    return make_member(session, make_hr(session))


def titles(page):
    return [row.title for row in page.rows]


def test_a_published_notice_is_read_by_everybody_in_paragraphs(session, clerk):
    notice = publish_notice(session, NoticeFields("关于学时申报", "一。\r\n\r\n二。\r\n仍是二。"), by=clerk)
    assert find_public(session, notice.id).paragraphs == ["一。", "二。\n仍是二。"]


def test_pinned_ones_come_first_then_the_newest_page_by_page(session, clerk):
    for number in range(5):
        make_notice(session, by=clerk, title=str(number), is_pinned=number == 1)
    first = list_public(session, limit=2)
    assert titles(first) == ["1", "4"]
    second = list_public(session, after=int(first.next_after), limit=2)
    assert titles(second) == ["3", "2"]
    assert titles(list_public(session, after=int(second.next_after), limit=2)) == ["0"]


def test_a_withdrawn_one_is_gone_for_readers_and_stays_for_its_department(session, clerk):
    notice = make_notice(session, by=clerk)
    withdraw_notice(session, notice.id, by=clerk)
    assert titles(list_public(session)) == []
    with pytest.raises(NotFound):
        find_public(session, notice.id)
    assert find_own(session, notice.id, by=clerk).withdrawn_at
    with pytest.raises(NoticeGone):
        edit_notice(session, notice.id, NoticeFields("新", "新"), by=clerk)


def test_another_department_neither_sees_nor_changes_it(session, clerk):
    notice, other = make_notice(session, by=clerk), make_member(session, make_hr(session))
    assert titles(list_own(session, by=other)) == []
    with pytest.raises(NotFound):
        edit_notice(session, notice.id, NoticeFields("新", "新"), by=other)


def test_who_lacks_the_module_may_not_publish(session, clerk):
    base = make_member(session, make_base(session))
    clerk_without = make_member(session, make_hr(session), modules=(Module.SCORE_AUDIT,))
    for who in (base, clerk_without):
        with pytest.raises(NotPermitted):
            publish_notice(session, NoticeFields("标题", "正文"), by=who)


@pytest.mark.parametrize(("title", "body", "field"), [(" ", "正文", "title"), ("标题", "\n", "body")])
def test_empty_text_is_refused_beside_its_field(session, clerk, title, body, field):
    with pytest.raises(WrongNotice) as refused:
        publish_notice(session, NoticeFields(title, body), by=clerk)
    assert refused.value.field == field
