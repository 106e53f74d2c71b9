"""A migration is undone as long as nobody decided since, group by group."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.approvals import decide
from app.services.approvals.holding import claim
from app.services.migrating import decided_since, undo
from app.services.migrating.refusals import GroupNotFound, NotToBeUndone
from models import MigrationChoice, MigrationGroup, WorkItem
from tests.app.services.migrating.conftest import Redrawn
from tests.app.services.migrating.test_migrate import started, work_items


def places(redrawn: Redrawn) -> list[tuple[int, int]]:
    return [(instance.version_id, instance.path_node_id) for instance in redrawn.instances()]


@pytest.mark.parametrize("choice", [MigrationChoice.BACK, MigrationChoice.SKIP])
def test_undone_all_is_as_before(redrawn: Redrawn, choice: MigrationChoice):
    started(redrawn, "employer_review")
    claim(redrawn.session, redrawn.journey.open_items("hr_review")[:1], by=redrawn.journey.chain.hr_member)
    before = places(redrawn), work_items(redrawn)
    redrawn.draw("employer_review", "city_review", "hr_review")
    migration = redrawn.move(choice)
    assert places(redrawn) != before[0]
    back = undo(redrawn.session, migration.id, by=redrawn.admin)
    assert (back.moved, back.total, back.finished_at is not None) == (2, 2, True)
    assert (places(redrawn), work_items(redrawn)) == before
    redrawn.verify()
    redrawn.walk("hr_review")
    assert redrawn.journey.states() == ["qualified"] * 2


def test_a_mapped_step_is_mapped_back(redrawn: Redrawn):
    redrawn.draw("employer_review", "city_review", "hr_review")
    started(redrawn, "employer_review")
    before = places(redrawn), work_items(redrawn)
    redrawn.draw("employer_review", "second_review", "hr_review")
    undo(redrawn.session, redrawn.move(MigrationChoice.MAP, "second_review").id, by=redrawn.admin)
    assert (places(redrawn), work_items(redrawn)) == before
    redrawn.verify()


def test_what_was_decided_since_stays_and_is_named(redrawn: Redrawn):
    started(redrawn, "employer_review")
    version = redrawn.draw("employer_review", "city_review", "hr_review")
    migration = redrawn.move(MigrationChoice.BACK)
    item = redrawn.journey.open_items("city_review")[0]
    assert decide(redrawn.session, [item], by=redrawn.journey.chain.hr_member, outcome="approve")[0].ok
    claim(redrawn.session, redrawn.journey.open_items("city_review"), by=redrawn.journey.chain.hr_member)
    decided = redrawn.session.get_one(WorkItem, item).instance_id
    assert undo(redrawn.session, migration.id, by=redrawn.admin).moved == 1
    assert decided_since(redrawn.session, migration.id, by=redrawn.admin) == [decided]
    assert decided_since(redrawn.session, migration.id, by=redrawn.admin, after=decided) == []
    assert [instance.id for instance in redrawn.instances() if instance.version_id == version] == [decided]
    redrawn.verify()


def test_group_by_group(redrawn: Redrawn):
    started(redrawn)
    first = redrawn.journey.open_items("employer_review")[:1]
    decide(redrawn.session, first, by=redrawn.journey.chain.employer_member, outcome="approve")
    version = redrawn.draw("employer_review", "hr_review", "city_review")
    migration = redrawn.move()
    groups = redrawn.session.scalars(
        select(MigrationGroup.id).where(MigrationGroup.migration_id == migration.id).order_by(MigrationGroup.id)
    ).all()
    assert len(groups) == 2
    assert undo(redrawn.session, migration.id, by=redrawn.admin, groups=groups[:1]).moved == 1
    assert sorted(instance.version_id == version for instance in redrawn.instances()) == [False, True]
    assert undo(redrawn.session, migration.id, by=redrawn.admin, groups=groups[1:]).moved == 1
    assert undo(redrawn.session, migration.id, by=redrawn.admin).moved == 0
    redrawn.verify()


def test_what_was_undone_can_move_again(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "city_review", "hr_review")
    undo(redrawn.session, redrawn.move(MigrationChoice.BACK).id, by=redrawn.admin)
    again = redrawn.move(MigrationChoice.SKIP)
    redrawn.verify()
    undo(redrawn.session, again.id, by=redrawn.admin)
    assert redrawn.open() == [["hr_review"]] * 2
    redrawn.verify()


def test_only_a_migration_is_undone_by_who_may(redrawn: Redrawn):
    started(redrawn, "employer_review")
    redrawn.draw("employer_review", "hr_review", "city_review")
    migration = redrawn.move()
    with pytest.raises(NotPermitted):
        undo(redrawn.session, migration.id, by=redrawn.journey.chain.base_member)
    with pytest.raises(GroupNotFound):
        undo(redrawn.session, migration.id, by=redrawn.admin, groups=[0])
    with pytest.raises(NotFound):
        undo(redrawn.session, 10**6, by=redrawn.admin)
    with pytest.raises(NotFound):
        decided_since(redrawn.session, 10**6, by=redrawn.admin)
    with pytest.raises(NotToBeUndone):
        undo(redrawn.session, undo(redrawn.session, migration.id, by=redrawn.admin).id, by=redrawn.admin)
