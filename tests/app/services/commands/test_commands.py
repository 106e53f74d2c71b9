"""Bulk commands: ordered once, done in chunks, a result for each row."""

import pytest
from sqlalchemy import func, null, select, update

from app.errors import NotFound, NotPermitted
from app.services.approvals.refusals import CommentRequired
from app.services.commands import find, order, refusals, run_chunk
from models import Command, CommandKind, Comment, InstanceEvent, Membership, Score
from tests.factories import make_base, make_member
from tests.journey import PROCESS, Journey


def declare(journey: Journey, key: str = "k1", inline_rows: int | None = None) -> Command:
    targets = select(Score.id, null()).where(Score.base_id == journey.chain.base.id)
    return order(
        journey.session,
        CommandKind.DECLARE,
        targets,
        by=journey.chain.base_member,
        key=key,
        params={"process_id": PROCESS},
        inline_rows=inline_rows,
    )


def decide_all(journey: Journey, outcome: str = "approve", comment: str = "", key: str = "k2") -> Command:
    targets = [(id, 1) for id in journey.open_items("employer_review")]
    return order(
        journey.session,
        CommandKind.DECIDE,
        targets,
        by=journey.chain.employer_member,
        key=key,
        params={"outcome": outcome},
        comment=comment,
    )


def test_a_small_command_is_done_at_once(journey: Journey):
    command = declare(journey)
    assert (command.total, command.done, command.refused) == (3, 3, 0)
    assert command.finished_at is not None
    assert journey.states() == ["declared"] * 3


def test_the_same_key_again_is_the_same_command(journey: Journey):
    first = declare(journey)
    assert declare(journey).id == first.id
    assert journey.session.scalar(select(func.count()).select_from(Command)) == 1


def test_refused_rows_are_counted_and_say_why(journey: Journey):
    journey.scores[1].value = 40
    journey.session.flush()
    command = declare(journey)
    assert (command.done, command.refused) == (2, 1)
    (row,) = refusals(journey.session, command.id, by=journey.chain.base_member)
    assert (row.target_id, row.refusal) == (journey.scores[1].id, "成绩40.0分未达到合格线60.0分，不能申报。")


def test_one_comment_serves_all_rows(journey: Journey):
    declare(journey)
    decide_all(journey, "return", "请补充证明")
    assert journey.session.scalar(select(func.count()).select_from(Comment)) == 1
    told = journey.session.scalars(select(InstanceEvent.comment_id).where(InstanceEvent.seq == 2)).all()
    assert len(told) == 3
    assert len(set(told)) == 1


def test_returning_in_bulk_needs_a_comment_too(journey: Journey):
    declare(journey)
    with pytest.raises(CommentRequired):
        decide_all(journey, "return")


def test_a_neighbour_does_not_find_the_command(journey: Journey):
    command = declare(journey)
    with pytest.raises(NotFound):
        find(journey.session, command.id, by=make_member(journey.session, make_base(journey.session)))


def test_who_may_not_declare_cannot_order_it(journey: Journey):
    with pytest.raises(NotPermitted):
        order(
            journey.session,
            CommandKind.DECLARE,
            [(score_id, None) for score_id in journey.score_ids],
            by=journey.chain.employer_member,
            key="k",
            params={"process_id": PROCESS},
        )


def test_a_large_command_goes_on_where_it_stopped(journey: Journey):
    command = declare(journey, inline_rows=0)
    assert (command.done, command.finished_at) == (0, None)
    assert run_chunk(journey.session, command.id, limit=2) is False
    assert (command.done, command.finished_at) == (2, None)
    assert run_chunk(journey.session, command.id, limit=2) is True
    assert (command.done, journey.states()) == (3, ["declared"] * 3)
    assert run_chunk(journey.session, command.id, limit=2) is True  # once more does nothing
    assert command.done == 3


def test_rows_left_when_the_member_is_disabled_are_refused(journey: Journey):
    command = declare(journey, inline_rows=0)
    run_chunk(journey.session, command.id, limit=2)
    journey.session.execute(
        update(Membership).where(Membership.id == command.membership_id).values(is_enabled=False)
    )
    assert run_chunk(journey.session, command.id, limit=2) is True
    assert (command.done, command.refused) == (2, 1)
