"""Who is told what, and once for all rows of an act."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.accounts.substitutes import set_substitute
from app.services.approvals import decide, resubmit, withdraw
from app.services.approvals.holding import claim, delegate, transfer
from app.services.approvals.remarks import comment_on, copy_to, urge
from app.services.approvals.signers import add_signers
from app.services.approvals.stepping_back import take_back
from app.services.commands import order, run_chunk
from app.services.notifications.list import count_unread, list_told, mark_read
from models import CommandKind, Module, Notification, SignOffKind
from tests.factories import make_class, make_learner, make_member, make_score
from tests.journey import PROCESS, Journey, begin
from tests.statements import statements
from tests.today import today
from tests.transferring import transfer_somebody

READ = text("""
    SELECT coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0)
      FROM pg_stat_xact_user_tables WHERE relname = 'notification'
""")
"""How many notifications this transaction has read."""


def heard(session: Session, by: Actor) -> list[tuple[str, int]]:
    """Kinds and rows of what a reader was told, newest first."""
    return [(told.kind.value, told.rows) for told in list_told(session, by=by).rows]


def sentences(session: Session, by: Actor) -> Sequence[str]:
    return [told.sentence for told in list_told(session, by=by).rows]


@pytest.fixture
def declared(journey: Journey) -> Journey:
    journey.declare()
    return journey


def test_work_that_opens_is_told_to_those_who_may_clear_it(declared: Journey):
    session, chain = declared.session, declared.chain
    outsider = make_member(session, chain.employer, modules=(Module.STATISTICS,))
    assert heard(session, chain.employer_member) == [("opened", 3)]
    assert sentences(session, chain.employer_member) == ["学时申报 3 条待办理（用人单位审核）"]
    assert heard(session, outsider) == heard(session, chain.hr_member) == heard(session, chain.base_member) == []


def test_what_is_returned_and_what_has_ended_is_told_to_whoever_may_submit(declared: Journey):
    session, chain = declared.session, declared.chain
    first, *others = declared.open_items("employer_review")
    decide(session, [first], by=chain.employer_member, outcome="return", comment="请核对")
    decide(session, others, by=chain.employer_member, outcome="reject", comment="未参加")
    assert heard(session, chain.base_member) == [("rejected", 2), ("returned", 1)]
    assert sentences(session, chain.base_member) == [
        "学时申报 2 条已办结：不予通过",
        "学时申报 1 条被退回，请更正后重新提交",
    ]
    assert heard(session, make_member(session, chain.base, modules=(Module.SUBJECT,))) == []
    resubmit(session, declared.open_items("revise"), by=chain.base_member)
    declared.review("employer_review", "approve", by=chain.employer_member)
    declared.review("hr_review", "approve", by=chain.hr_member)
    assert heard(session, chain.base_member)[0] == ("approved", 1)


def test_nobody_is_told_of_what_he_did_himself(declared: Journey):
    session, chain = declared.session, declared.chain
    colleague = make_member(session, chain.employer)
    declared.review("employer_review", "approve", by=chain.employer_member)
    ids = [instance.id for instance in declared.instances()]
    take_back(session, ids, by=chain.employer_member)
    assert heard(session, chain.employer_member) == [("opened", 3)]
    assert heard(session, colleague) == [("opened", 3), ("opened", 3)]
    assert heard(session, chain.hr_member) == [("withdrawn", 3), ("opened", 3)]


def test_what_is_withdrawn_is_told_to_who_had_it(declared: Journey):
    session, chain = declared.session, declared.chain
    withdraw(session, [instance.id for instance in declared.instances()], by=chain.base_member, reason="有误")
    assert heard(session, chain.employer_member) == [("withdrawn", 3), ("opened", 3)]


def test_persons_are_told_what_is_meant_for_them(declared: Journey):
    session, chain = declared.session, declared.chain
    member, colleague = chain.employer_member, make_member(session, chain.employer, name="同事乙")
    items = declared.open_items("employer_review")
    ids = [instance.id for instance in declared.instances()]
    transfer(session, items[:1], by=member, to_user_id=colleague.user_id)
    delegate(session, items[1:2], by=member, to_user_id=colleague.user_id)
    decide(session, items[1:2], by=colleague, outcome="approve")
    add_signers(session, items[2], by=member, user_ids=[colleague.user_id], kind=SignOffKind.BEFORE)
    copy_to(session, ids[0], by=member, user_ids=[colleague.user_id])
    comment_on(session, ids[1], by=member, body="请看", mentioned=[colleague.user_id])
    personal = [kind for kind, _ in heard(session, colleague)]
    assert personal == ["mentioned", "copied", "signature", "delegated", "transferred", "opened"]
    assert heard(session, member) == [("advised", 1), ("opened", 3)]
    assert sentences(session, member)[0] == "同事乙就您委托的学时申报 1 条提出了意见，请您决定"


def test_who_holds_an_item_is_urged_and_else_its_organisation(declared: Journey):
    session, chain = declared.session, declared.chain
    holder, colleague = chain.employer_member, make_member(session, chain.employer)
    transfer(session, declared.open_items("employer_review")[:1], by=colleague, to_user_id=holder.user_id)
    urge(session, [instance.id for instance in declared.instances()], by=chain.base_member)
    assert heard(session, holder)[:2] == [("urged", 2), ("urged", 1)]
    assert heard(session, colleague) == [("urged", 2), ("opened", 3)]


def test_a_command_tells_each_recipient_once_however_many_chunks_and_classes(session: Session):
    journey = begin(session, learners=2)
    chain = journey.chain
    other = make_class(session, base=chain.base)
    learner = make_learner(session, employer=chain.employer)
    scores = [*journey.score_ids, make_score(session, other, learner, value=80, entered_by=chain.base_member).id]
    command = order(
        session,
        CommandKind.DECLARE,
        [(id, None) for id in scores],
        by=chain.base_member,
        key="once",
        params={"process_id": PROCESS},
        inline_rows=0,
    )
    while not run_chunk(session, command.id, limit=1):
        pass
    (told,) = list_told(session, by=chain.employer_member).rows
    assert (told.rows, told.instance_id, told.node) == (3, None, "score_declaration/employer_review")
    assert session.scalars(select(Notification.group_id)).all() == [None]


def test_a_learner_is_told_what_became_of_his_own_request(session: Session):
    transferring = transfer_somebody(session)
    transferring.request()
    transferring.decide("return")
    assert heard(session, transferring.actor) == [("returned", 1)]
    assert count_unread(session, transferring.actor) == 1


def test_reading_is_remembered_up_to_what_was_seen_for_each_reader(declared: Journey):
    session, chain = declared.session, declared.chain
    colleague = make_member(session, chain.employer)
    seen = list_told(session, by=chain.employer_member).rows[0].id
    urge(session, [declared.instances()[0].id], by=chain.base_member)
    mark_read(session, seen, by=chain.employer_member)
    assert (count_unread(session, chain.employer_member), count_unread(session, colleague)) == (1, 2)
    assert [told.is_unread for told in list_told(session, by=chain.employer_member).rows] == [True, False]
    mark_read(session, 2**62, by=chain.employer_member)
    mark_read(session, 1, by=chain.employer_member)
    assert count_unread(session, chain.employer_member) == 0
    urge(session, [declared.instances()[1].id], by=chain.base_member)
    assert count_unread(session, chain.employer_member) == 1


def test_the_list_is_paged_by_key(declared: Journey):
    session, chain = declared.session, declared.chain
    urge(session, [declared.instances()[0].id], by=chain.base_member)
    first = list_told(session, by=chain.employer_member, limit=1)
    second = list_told(session, by=chain.employer_member, before=int(first.next_after), limit=1)
    assert ([one.kind.value for one in (*first.rows, *second.rows)], second.next_after) == (
        ["urged", "opened"],
        None,
    )


def test_counting_is_one_statement_and_telling_none_of_its_own_while_the_work_goes_on(declared: Journey):
    session, chain = declared.session, declared.chain
    with statements() as sent:
        count_unread(session, chain.employer_member)
    assert len(sent) == 1
    items = declared.open_items("employer_review")
    decide(session, items[:1], by=chain.employer_member, outcome="approve")
    with statements() as sent:
        decide(session, items[1:2], by=chain.employer_member, outcome="approve")
    telling = [text for text in sent if "INSERT INTO notification" in text]
    assert len(telling) == 1
    assert "INSERT INTO work_item" in telling[0]


def test_a_substitute_is_told_that_he_stands_in_and_then_of_the_work(declared: Journey):
    session, chain = declared.session, declared.chain
    away, stands_in = chain.employer_member, make_member(session, chain.employer, modules=(), name="代理人")
    assert heard(session, stands_in) == []
    set_substitute(
        session, by=away, user_id=away.user_id, substitute_id=stands_in.user_id, first_day=today(), last_day=today()
    )
    now = load_actor(session, membership_id=stands_in.membership_id)
    assert heard(session, now) == [("substitute", 1), ("opened", 3)]
    assert sentences(session, now)[0] == "单位审核员设置由您代理请假，日期和请假人见“请假代理”"
    claim(session, declared.open_items("employer_review")[:1], by=away)
    ids = [declared.instances()[0].id]
    urge(session, ids, by=chain.base_member)
    copy_to(session, ids[0], by=make_member(session, chain.employer), user_ids=[away.user_id])
    assert heard(session, now)[0] == ("urged", 1)
    assert heard(session, away)[:2] == [("copied", 1), ("urged", 1)]


def test_counting_reads_no_more_than_is_the_readers(committed_database, owner_database):
    """Of 100,000 rows of two organisations 1,000 are the reader's, and of his other modules there are none."""
    with committed_database.unit_of_work() as session:
        chain = begin(session, learners=1).chain
        session.execute(
            text("""
                INSERT INTO notification (kind, organization_id, module, item_kind, rows)
                SELECT 'opened', CASE WHEN n % 2 = 0 THEN cast(:hr AS bigint) ELSE :employer END,
                       CASE WHEN n % 50 = 0 THEN 'score_review' ELSE 'other' END, 'score', 1
                  FROM generate_series(1, 100000) AS n
            """),
            {"hr": chain.hr.id, "employer": chain.employer.id},
        )
    with owner_database.unit_of_work() as session:
        session.execute(text("ANALYZE notification"))
    with committed_database.unit_of_work() as session:
        assert count_unread(session, chain.hr_member) == 100
        assert session.scalar(READ) <= 200
