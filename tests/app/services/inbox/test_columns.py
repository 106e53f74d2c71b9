"""Columns of rows: every kind names its own, and each member hides what he does not want."""

from dataclasses import fields

import pytest
from sqlalchemy.orm import Session

from app.services.inbox.columns import ColumnUnknown, columns_of, show_columns
from app.services.inbox.groups import list_groups
from app.services.inbox.items import INBOX_ITEMS
from app.services.inbox.items import INBOX_ITEMS as ITEMS
from app.services.inbox.items.item import InboxItem, text_of
from app.services.inbox.rows import list_rows
from models import ItemKind
from tests.journey import Journey


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_no_kind_names_a_column_twice(item: InboxItem):
    keys = [column.key for column in item.columns]
    assert len(keys) == len(set(keys))
    assert len({column.label for column in item.columns}) == len(keys)
    assert len(INBOX_ITEMS) >= 10


def test_a_row_has_every_column_of_its_kind(journey: Journey):
    journey.declare()
    who = journey.chain.employer_member
    key = list_groups(journey.session, by=who).rows[0].key
    row = list_rows(journey.session, key, by=who).rows[0]
    for column in columns_of(journey.session, ItemKind.SCORE, by=who).all:
        text_of(row, column.key)
    assert {"masked_id", "remark"} <= {field.name for field in fields(row)}


def test_all_columns_are_shown_until_some_are_hidden_by_this_member(journey: Journey):
    chain, session = journey.chain, journey.session
    show_columns(session, ItemKind.SCORE, ["masked_id", "value"], by=chain.hr_member)
    shown = columns_of(session, ItemKind.SCORE, by=chain.hr_member).shown
    assert [column.key for column in shown] == ["learner_name", "masked_id", "value"]
    assert len(columns_of(session, ItemKind.SCORE, by=chain.employer_member).shown) == 8
    assert len(columns_of(session, ItemKind.TRAINING_PLAN, by=chain.hr_member).shown) == 8


def test_the_last_choice_holds_and_the_name_is_always_there(journey: Journey):
    who, session = journey.chain.hr_member, journey.session
    show_columns(session, ItemKind.SCORE, ["value"], by=who)
    show_columns(session, ItemKind.SCORE, [], by=who)
    assert [column.key for column in columns_of(session, ItemKind.SCORE, by=who).shown] == ["learner_name"]


def test_a_column_that_is_not_there_is_refused(session: Session, journey: Journey):
    with pytest.raises(ColumnUnknown):
        show_columns(session, ItemKind.SCORE, ["resident_id_sealed"], by=journey.chain.hr_member)
