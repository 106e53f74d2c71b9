"""我发起的: what became of what an organisation submitted, and who has it."""

import pytest
from sqlalchemy import event, text

from app.errors import NotPermitted
from app.services.approvals import decide, withdraw
from app.services.instances.submitted import Submitted, list_submitted
from models import ItemKind, Module, ScoreState
from tests.factories import make_base, make_member
from tests.journey import Journey
from tests.planning import Planning, plan_something
from tests.reporting import report_something


def submitted(journey: Journey, **asked) -> list[Submitted]:
    return list(list_submitted(journey.session, by=journey.chain.base_member, **asked).rows)


def one_in_each_state(journey: Journey) -> None:
    """The first is returned, the second rejected, the third approved by the employer."""
    journey.declare()
    items, reviewer = journey.open_items("employer_review"), journey.chain.employer_member
    for item, outcome in zip(items, ("return", "reject", "approve"), strict=True):
        decide(journey.session, [item], by=reviewer, outcome=outcome, comment="见附件")


def test_what_was_never_declared_is_not_there(journey: Journey):
    assert submitted(journey) == []


def test_each_row_says_its_state_and_who_has_it(journey: Journey):
    one_in_each_state(journey)
    told = [(row.word.text, row.holder_name, row.waiting_days) for row in reversed(submitted(journey))]
    chain = journey.chain
    assert told == [("已退回", chain.base.name, 0), ("不予通过", None, None), ("待人社审核", chain.hr.name, 0)]


@pytest.mark.parametrize(
    ("state", "place"), [("returned", 0), ("base", 0), ("rejected", 1), ("hr", 2), ("employer", None)]
)
def test_rows_are_filtered_by_where_they_are(journey: Journey, state: str, place: int | None):
    one_in_each_state(journey)
    expected = [] if place is None else [journey.score_ids[place]]
    assert [row.item_id for row in submitted(journey, state=state)] == expected


def test_a_withdrawn_one_says_so_until_it_is_declared_again(journey: Journey):
    journey.declare()
    withdraw(journey.session, [one.id for one in journey.instances()], by=journey.chain.base_member, reason="录错")
    assert {row.word.text for row in submitted(journey)} == {"已撤回"}
    journey.declare()
    assert {row.word.text for row in submitted(journey)} == {"待单位审核"}
    assert len(submitted(journey)) == 3


def test_rows_are_filtered_by_class_and_name_and_paged_newest_first(journey: Journey):
    journey.declare()
    assert len(submitted(journey, class_id=journey.chain.training_class.id, text="测试")) == 3
    assert submitted(journey, class_id=10**9) == submitted(journey, text="无此人") == []
    first = list_submitted(journey.session, by=journey.chain.base_member, limit=2)
    rest = submitted(journey, before=int(first.next_after or 0), limit=2)
    assert [row.item_id for row in (*first.rows, *rest)] == sorted(journey.score_ids, reverse=True)


def test_another_base_sees_none_of_it(journey: Journey):
    journey.declare()
    neighbour = make_member(journey.session, make_base(journey.session, hr=journey.chain.hr))
    assert list_submitted(journey.session, by=neighbour).rows == []


def everything(planning: Planning, **asked) -> list[Submitted]:
    return list(list_submitted(planning.session, by=planning.base_member, **asked).rows)


def test_items_of_every_kind_are_there_and_may_be_told_apart(journey: Journey):
    journey.declare()
    planning = plan_something(journey.session)
    journey.session.execute(
        text("UPDATE training_plan SET base_id = :base, subject_id = subject_id WHERE id = :plan"),
        {"base": journey.chain.base.id, "plan": planning.plan.id},
    )
    planning.base_member = journey.chain.base_member
    planning.submit()
    rows = submitted(journey)
    assert [row.item_kind for row in rows] == [ItemKind.TRAINING_PLAN, *[ItemKind.SCORE] * 3]
    assert (rows[0].name, rows[0].process_name) == (planning.plan.name, "培训计划审核")
    assert submitted(journey, kind=ItemKind.TRAINING_PLAN) == rows[:1]
    assert submitted(journey, kind=ItemKind.SCORE) == submitted(journey, before=rows[0].instance_id) == rows[1:]
    assert submitted(journey, class_id=journey.chain.training_class.id) == rows[1:]
    assert submitted(journey, text=planning.plan.name) == rows[:1]


def test_an_end_is_said_as_its_kind_says_it(session):
    planning = plan_something(session, with_competent=False)
    planning.submit()
    planning.decide("approve", by=planning.hr_member)
    assert [row.word.text for row in everything(planning, state="approved")] == ["已生效"]


def test_who_may_submit_one_kind_only_sees_that_kind_only(session):
    planning = plan_something(session)
    planning.submit()
    clerk = make_member(session, planning.base, modules=(Module.SCORE_DECLARE,))
    assert list_submitted(session, by=clerk).rows == []
    with pytest.raises(NotPermitted):
        list_submitted(session, by=make_member(session, planning.base, modules=()))


MANY = """
INSERT INTO instance (version_id, path_node_id, item_kind, item_id, group_id, organization_id, ended_at, ended,
                      event_count)
SELECT version_id, path_node_id, item_kind, 10000000 + number, group_id, organization_id, now(), 'approved', 1
FROM instance, generate_series(1, 20000) AS number WHERE id = :id
"""


def test_among_many_rows_a_page_is_read_from_the_index(journey: Journey):
    journey.declare()
    session, sent = journey.session, []
    session.execute(text(MANY), {"id": journey.instances()[0].id})
    session.execute(text("ANALYZE instance"))
    connection = session.connection()
    event.listen(
        connection, "before_cursor_execute", lambda _, __, statement, values, *___: sent.append((statement, values))
    )
    assert len(submitted(journey, limit=50)) == 50
    statement, values = next(one for one in sent if "UNION" in one[0] or "AS top" in one[0])
    plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
    assert "ix_instance_submitted" in plan
    assert "Seq Scan on instance" not in plan


@pytest.mark.parametrize(("grade", "state"), [("excellent", "approved"), ("unqualified", "rejected")])
def test_a_graded_report_is_found_with_what_passed_or_did_not(session, grade: str, state: str):
    reporting = report_something(session)
    reporting.declare()
    reporting.decide(grade, by=reporting.hr_member)
    found = list_submitted(session, by=reporting.base_member, state=state).rows
    assert [row.item_id for row in found] == [reporting.report.id]
    other = "rejected" if state == "approved" else "approved"
    assert not list_submitted(session, by=reporting.base_member, state=other).rows


def test_a_declaration_whose_score_was_revoked_later_says_so(journey: Journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    journey.scores[0].state = ScoreState.REVOKED
    journey.session.flush()
    told = {row.item_id: row.word.text for row in submitted(journey)}
    assert [told[id] for id in journey.score_ids] == ["已撤销", "合格", "合格"]
    assert [row.item_id for row in submitted(journey, state="revoked")] == journey.score_ids[:1]
    assert journey.score_ids[0] not in [row.item_id for row in submitted(journey, state="approved")]
