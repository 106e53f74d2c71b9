"""The promise of migrations, for random diagram pairs, random histories and each choice."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.approvals import decide
from app.services.approvals.path import path_to
from app.services.migrating import Plan, migrate, undo
from app.services.migrating.migrate import Choice
from models import EventKind, Instance, InstanceEvent, Migration, MigrationChoice, OrganizationKind, WorkItem
from tests.app.services.migrating.conftest import Redrawn
from tests.app.services.migrating.drawn import drawn
from tests.factories import make_member, make_office
from tests.journey import Journey, begin
from tests.redrawing import release
from tests.workflows.engine.generating import Block, blocks
from workflows.engine import Event

DECISIONS = 5
ROUNDS = 80


@pytest.fixture
def scores(session: Session) -> Redrawn:
    """Three scores, of which conditions can tell one."""
    journey = begin(session, learners=3)
    journey.scores[0].value = 99
    return Redrawn(journey, make_member(session, make_office(session, OrganizationKind.SYSTEM), name="系统管理员"))


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # shrinking runs the database for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=blocks(), new=blocks(), data=st.data())
def test_a_migration_does_what_replaying_says(scores: Redrawn, old: Block, new: Block, data: st.DataObject) -> None:
    session = scores.session
    everything = session.begin_nested()
    try:
        _migrate_and_check(scores, old, new, data)
    finally:
        everything.rollback()
        session.expire_all()


def _migrate_and_check(scores: Redrawn, old: Block, new: Block, data: st.DataObject) -> None:
    session, journey = scores.session, scores.journey
    release(session, drawn(old))
    journey.declare()
    for _ in range(data.draw(st.integers(0, DECISIONS))):
        _decide_something(journey, data)
    version = release(session, drawn(new))
    plan = scores.plan()
    choices = _choose(plan, data)
    before = _snapshot(session)
    if all(choice.choice is MigrationChoice.STAY for choice in choices.values()):
        return
    migration = migrate(session, plan, choices, by=scores.admin)
    _equals_the_plan(session, plan, choices, migration, version, before)
    scores.verify()
    assert _decisions(session) == before["decisions"]
    if data.draw(st.booleans()):
        undone = undo(session, migration.id, by=scores.admin)
        assert undone.moved == migration.moved
        assert {key: value for key, value in _snapshot(session).items() if key != "events"} == {
            key: value for key, value in before.items() if key != "events"
        }
        scores.verify()
    _bring_to_an_end(scores)
    scores.verify()


def _decide_something(journey: Journey, data: st.DataObject) -> None:
    waiting = journey.session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None)).order_by(WorkItem.id))
    items = waiting.all()
    if items:
        chosen = data.draw(st.lists(st.sampled_from(items), min_size=1, max_size=3, unique=True))
        outcome = data.draw(st.sampled_from(("approve", "return", "reject")))
        decide(journey.session, chosen, by=journey.chain.hr_member, outcome=outcome, comment="意见")


def _choose(plan: Plan, data: st.DataObject) -> dict[str, Choice]:
    chosen = {}
    for group in plan.groups:
        option = data.draw(st.sampled_from(group.judgement.options))
        chosen[group.key] = Choice(option.choice, option.target)
    return chosen


def _snapshot(session: Session) -> dict[str, Any]:
    """All that a migration touches."""
    open_items = select(
        WorkItem.id, WorkItem.instance_id, WorkItem.user_task_id, WorkItem.organization_id, WorkItem.assignee_id
    ).where(WorkItem.closed_at.is_(None))
    return {
        "places": {id: place for id, place in session.execute(select(Instance.id, Instance.path_node_id))},
        "versions": {id: version for id, version in session.execute(select(Instance.id, Instance.version_id))},
        "work": sorted(tuple(row) for row in session.execute(open_items)),
        "decisions": _decisions(session),
        "events": session.scalar(select(func.count()).select_from(InstanceEvent)),
    }


def _decisions(session: Session) -> list[tuple[Any, ...]]:
    query = select(InstanceEvent.instance_id, InstanceEvent.seq, InstanceEvent.outcome, InstanceEvent.path_node_id)
    query = query.where(InstanceEvent.kind == EventKind.DECIDED).order_by(
        InstanceEvent.instance_id, InstanceEvent.seq
    )
    return [tuple(row) for row in session.execute(query)]


def _equals_the_plan(
    session: Session,
    plan: Plan,
    choices: dict[str, Choice],
    migration: Migration,
    version: int,
    before: dict[str, Any],
) -> None:
    """What moved has the path that the plan's option says, group by group; what stays is where it was."""
    said: dict[tuple[int, tuple[Event, ...]], int] = {}
    for group in plan.groups:
        option = group.option(*choices[group.key])
        assert option is not None
        if option.path is not None:
            key = (group.paths.here.path_node_id, option.path.events)
            said[key] = said.get(key, 0) + group.count
    done: dict[tuple[int, tuple[Event, ...]], int] = {}
    for instance in session.scalars(select(Instance).execution_options(populate_existing=True)):
        if instance.version_id != version:
            assert instance.path_node_id == before["places"][instance.id]
            continue
        events = tuple(Event.from_key(step.event) for step in path_to(session, instance.path_node_id))
        key = (before["places"][instance.id], events)
        done[key] = done.get(key, 0) + 1
    assert done == said
    assert (migration.moved, migration.refused) == (sum(said.values()), 0)


def _bring_to_an_end(scores: Redrawn) -> None:
    session = scores.session
    for _ in range(ROUNDS):
        items = session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None)).order_by(WorkItem.id)).all()
        if not items:
            break
        first = {session.get_one(WorkItem, id).instance_id: id for id in reversed(items)}
        results = decide(session, list(first.values()), by=scores.journey.chain.hr_member, outcome="approve")
        assert all(result.ok for result in results)
    assert session.scalars(select(Instance.id).where(Instance.ended_at.is_(None))).all() == []
