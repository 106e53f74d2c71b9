"""What is in flight moves to another version: the cases in which engines strand it, lose votes or skip steps."""

import pytest
from sqlalchemy import func, select, update

from app.errors import NotFound, NotPermitted
from app.services.approvals import decide
from app.services.approvals.holding import claim
from app.services.instances.timeline import timeline_of
from app.services.migrating import make_plan, migrate, run_chunk
from app.services.migrating.migrate import Choice
from app.services.migrating.refusals import ChoiceNotOffered, GroupNotFound, MigrationRunning, NothingToMove
from models import (
    EventKind,
    InstanceEvent,
    ItemRevision,
    Membership,
    Migration,
    MigrationChoice,
    Role,
    SignOff,
    WorkItem,
)
from tests.app.services.migrating.conftest import Redrawn
from tests.factories import make_member
from tests.redrawing import PROCESS
from workflows.engine import Standing

BACK, SKIP, MAP, STAY, MOVE = (
    MigrationChoice.BACK,
    MigrationChoice.SKIP,
    MigrationChoice.MAP,
    MigrationChoice.STAY,
    MigrationChoice.MOVE,
)


def started(redrawn: Redrawn, *decisions: str) -> Redrawn:
    redrawn.journey.declare()
    redrawn.walk(*decisions)
    return redrawn


def work_items(redrawn: Redrawn) -> list[tuple[int, object, object]]:
    rows = redrawn.session.execute(
        select(WorkItem.id, WorkItem.assignee_id, WorkItem.opened_at)
        .where(WorkItem.closed_at.is_(None))
        .order_by(WorkItem.id)
    )
    return [tuple(row) for row in rows]


def test_the_same_place_moves_by_default_and_its_work_items_stay(redrawn: Redrawn):
    started(redrawn, "employer_review")
    claim(redrawn.session, redrawn.journey.open_items("hr_review")[:1], by=redrawn.journey.chain.hr_member)
    before = work_items(redrawn)
    version = redrawn.draw("employer_review", "hr_review", "city_review")
    (group,) = redrawn.plan().groups
    assert (group.count, group.judgement.at, group.judgement.standing) == (2, ("hr_review",), Standing.SAME)
    assert group.judgement.default is MOVE
    migration = redrawn.move()
    assert (migration.moved, migration.refused, migration.total) == (2, 0, 2)
    assert migration.finished_at is not None
    assert {instance.version_id for instance in redrawn.instances()} == {version}
    assert work_items(redrawn) == before
    redrawn.verify()
    redrawn.walk("hr_review", "city_review")
    assert redrawn.journey.states() == ["qualified"] * 2
    redrawn.verify()


def test_a_step_inserted_before_where_it_stands_waits_for_a_choice(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review")
    plan = redrawn.plan()
    (group,) = plan.groups
    assert (group.judgement.standing, group.judgement.instead) == (Standing.INSERTED, ("city_review",))
    assert [one.choice for one in group.judgement.options] == [BACK, SKIP, STAY]
    assert (plan.moving, plan.choosing, plan.staying) == (0, 2, 0)
    with pytest.raises(NothingToMove):
        redrawn.move()


def test_going_back_to_an_inserted_step(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review")
    redrawn.move(BACK)
    assert redrawn.open() == [["city_review"]] * 2
    redrawn.verify()
    redrawn.walk("city_review", "hr_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_skipping_an_inserted_step_leaves_a_record(redrawn: Redrawn):
    started(redrawn, "employer_review")
    before = work_items(redrawn)
    redrawn.draw("employer_review", "city_review", "hr_review")
    redrawn.move(SKIP)
    assert work_items(redrawn) == before
    redrawn.verify()
    entry = timeline_of(redrawn.session, redrawn.instances()[0].id)[-1]
    assert (entry.kind, entry.comment) == (EventKind.MIGRATED, "转到第3版，跳过：city_review")
    assert entry.who == "系统管理员"
    redrawn.walk("hr_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_a_finished_step_that_is_removed_harms_nothing(redrawn: Redrawn):
    redrawn.draw("employer_review", "city_review", "hr_review")
    started(redrawn, "employer_review", "city_review")
    before = work_items(redrawn)
    redrawn.draw("employer_review", "hr_review", "last_review")
    (group,) = redrawn.plan().groups
    assert (group.judgement.default, group.judgement.options[0].missed) == (MOVE, ("city_review",))
    redrawn.move()
    assert work_items(redrawn) == before
    redrawn.verify()
    redrawn.walk("hr_review", "last_review")
    assert redrawn.journey.states() == ["qualified"] * 2
    decisions = redrawn.session.scalars(select(InstanceEvent.kind).where(InstanceEvent.kind == EventKind.DECIDED))
    assert len(decisions.all()) == 8


def test_an_open_step_that_is_gone_is_mapped_to_another(redrawn: Redrawn):
    redrawn.draw("employer_review", "city_review", "hr_review")
    started(redrawn, "employer_review")
    before = work_items(redrawn)
    redrawn.draw("employer_review", "second_review", "hr_review")
    (group,) = redrawn.plan().groups
    assert (group.judgement.standing, group.judgement.default) == (Standing.GONE, STAY)
    offered = [one.target for one in group.judgement.options if one.choice is MAP]
    assert offered == ["second_review", "revise", "employer_review", "hr_review"]
    redrawn.move(MAP, "second_review")
    assert redrawn.open() == [["second_review"]] * 2
    assert work_items(redrawn) == before  # the same hands go on with it
    redrawn.verify()
    redrawn.walk("second_review", "hr_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_a_step_that_others_decide_now_opens_anew(redrawn: Redrawn):
    started(redrawn, "employer_review")
    before = {id for id, *_ in work_items(redrawn)}
    redrawn.draw("employer_review", "hr_review:employer")
    redrawn.move()
    assert before.isdisjoint(id for id, *_ in work_items(redrawn))
    owners = select(WorkItem.organization_id).where(WorkItem.closed_at.is_(None)).distinct()
    assert redrawn.session.scalars(owners).all() == [redrawn.journey.chain.employer.id]
    redrawn.verify()


def test_votes_and_holders_are_kept(redrawn: Redrawn):
    session, chain = redrawn.session, redrawn.journey.chain
    others = [make_member(session, chain.hr, name=f"审核员{number}") for number in range(2)]
    redrawn.draw("employer_review", "hr_review", signed=("hr_review",))
    started(redrawn, "employer_review")
    item = redrawn.journey.open_items("hr_review")[0]
    assert decide(session, [item], by=others[0], outcome="approve")[0].ok
    before = session.execute(select(SignOff.id, SignOff.outcome, SignOff.signed_at).order_by(SignOff.id)).all()
    redrawn.draw("employer_review", "hr_review", "city_review", signed=("hr_review",))
    redrawn.move()
    session.expire_all()
    after = session.execute(select(SignOff.id, SignOff.outcome, SignOff.signed_at).order_by(SignOff.id)).all()
    assert after == before
    waiting = session.scalars(
        select(SignOff.user_id).where(SignOff.work_item_id == item, SignOff.outcome.is_(None))
    )
    for user_id in waiting.all():
        by = next((one for one in (*others, chain.hr_member) if one.user_id == user_id), None)
        if by is not None:
            assert decide(session, [item], by=by, outcome="approve")[0].ok
    redrawn.verify()


def test_loops_keep_their_place_and_count(redrawn: Redrawn):
    started(redrawn, "employer_review", "hr_review:return", "revise", "employer_review")
    redrawn.draw("employer_review", "hr_review", "city_review")
    redrawn.move()
    assert redrawn.open() == [["hr_review"]] * 2
    redrawn.verify()
    redrawn.walk("hr_review:return", "revise", "employer_review", "hr_review", "city_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_an_inserted_step_is_skipped_in_every_round(redrawn: Redrawn):
    started(redrawn, "employer_review", "hr_review:return", "revise", "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review")
    redrawn.move(SKIP)
    assert redrawn.open() == [["hr_review"]] * 2
    redrawn.verify()
    redrawn.walk("hr_review:return", "revise", "employer_review", "city_review", "hr_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_what_a_condition_tells_apart_is_a_group_each(redrawn: Redrawn):
    redrawn.journey.scores[0].value = 99
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review", condition="score > 90")
    plan = redrawn.plan()
    assert [group.count for group in plan.groups] == [1, 1]
    assert len({group.key for group in plan.groups}) == 2
    migrate(redrawn.session, plan, {group.key: Choice(BACK) for group in plan.groups}, by=redrawn.admin)
    redrawn.walk("city_review")
    assert sorted(redrawn.journey.states()) == ["declared", "qualified"]
    assert redrawn.journey.states()[0] == "qualified"
    redrawn.verify()


def test_a_revision_without_the_variable_stays(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.session.execute(update(ItemRevision).values(variables=ItemRevision.variables.op("-")("score")))
    redrawn.draw("employer_review", "hr_review", "city_review", condition="score > 90")
    plan = redrawn.plan()
    (group,) = plan.groups
    assert group.judgement.standing is Standing.UNDECIDABLE
    assert "score" in group.judgement.reason
    assert (plan.staying, [one.choice for one in group.judgement.options]) == (2, [STAY])


def test_what_was_decided_since_the_plan_stays(redrawn: Redrawn):
    started(redrawn)
    redrawn.draw("employer_review", "hr_review", "city_review")
    plan = redrawn.plan()
    items = redrawn.journey.open_items("employer_review")
    decide(redrawn.session, items[:1], by=redrawn.journey.chain.employer_member, outcome="approve")
    migration = migrate(redrawn.session, plan, {}, by=redrawn.admin)
    assert (migration.moved, migration.total) == (1, 2)
    redrawn.verify()


def test_a_migration_goes_on_where_it_stopped(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "hr_review", "city_review")
    migration = migrate(redrawn.session, redrawn.plan(), {}, by=redrawn.admin, inline_rows=0)
    with pytest.raises(MigrationRunning):
        migrate(redrawn.session, redrawn.plan(), {}, by=redrawn.admin)
    assert not run_chunk(redrawn.session, migration.id, limit=1)
    assert migration.moved == 1
    while not run_chunk(redrawn.session, migration.id, limit=1):
        pass
    assert (migration.moved, run_chunk(redrawn.session, migration.id)) == (2, True)
    redrawn.verify()


def test_it_stops_where_the_right_was_taken_away(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "hr_review", "city_review")
    migration = migrate(redrawn.session, redrawn.plan(), {}, by=redrawn.admin, inline_rows=0)
    redrawn.session.execute(update(Role).values(modules=[]))
    assert run_chunk(redrawn.session, migration.id)
    assert (migration.moved, migration.finished_at is not None) == (0, True)


def test_a_step_that_opens_for_nobody_keeps_its_instances_where_they_are(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review", signed=("city_review",))
    redrawn.session.execute(
        update(Role).where(Role.organization_id == redrawn.journey.chain.hr.id).values(modules=[])
    )
    redrawn.session.execute(
        update(Membership).where(Membership.organization_id == redrawn.journey.chain.hr.id).values(is_enabled=False)
    )
    migration = redrawn.move(BACK)
    assert (migration.moved, migration.refused) == (0, 2)
    assert redrawn.open() == [["hr_review"]] * 2
    redrawn.verify()


def test_only_what_is_offered_may_be_chosen_by_who_may(redrawn: Redrawn):
    started(redrawn, "employer_review")
    version = redrawn.draw("employer_review", "city_review", "hr_review")
    with pytest.raises(ChoiceNotOffered, match="hr_review"):
        redrawn.move(MOVE)
    with pytest.raises(GroupNotFound):
        migrate(redrawn.session, redrawn.plan(), {"0": Choice(BACK)}, by=redrawn.admin)
    with pytest.raises(NotFound):
        make_plan(redrawn.session, PROCESS, 10**6, by=redrawn.admin)
    outsider = redrawn.journey.chain.base_member
    with pytest.raises(NotPermitted):
        make_plan(redrawn.session, PROCESS, version, by=outsider)
    with pytest.raises(NotPermitted):
        migrate(redrawn.session, redrawn.plan(), {}, by=outsider)
    assert redrawn.session.scalar(select(func.count()).select_from(Migration)) == 0
