"""The preview on history says what the draft would have done, and what a migration to it then does."""

from datetime import timedelta

import pytest

from app.errors import NotPermitted
from app.services.approvals import decide
from app.services.migrating import preview
from app.services.migrating.preview import instances_of
from tests.app.services.migrating.conftest import Redrawn
from tests.app.services.migrating.test_migrate import started
from tests.redrawing import PROCESS, line
from tests.statements import statements
from workflows.engine import Bundle, Standing, compile_bundle


def look(redrawn: Redrawn, drawn: Bundle, **options):
    return preview(redrawn.session, PROCESS, compile_bundle(drawn), by=redrawn.admin, **options)


def ids(redrawn: Redrawn) -> list[int]:
    return [instance.id for instance in redrawn.instances()]


def test_history_goes_the_same_way_or_passes_more_or_less(redrawn: Redrawn):
    started(redrawn, "employer_review", "hr_review")
    same = look(redrawn, line("employer_review", "hr_review"))
    assert (same.finished, same.same, same.running) == (2, 2, [])
    more = look(redrawn, line("employer_review", "city_review", "hr_review"))
    assert [(fate.standing, fate.passed, fate.count) for fate in more.fates] == [
        (Standing.INSERTED, ("city_review",), 2)
    ]
    less = look(redrawn, line("employer_review"))
    assert [(fate.standing, fate.missed, fate.count) for fate in less.fates] == [(Standing.GONE, ("hr_review",), 2)]


def test_a_condition_tells_history_apart_and_every_group_lists_its_cases(redrawn: Redrawn):
    redrawn.journey.scores[0].value = 99
    started(redrawn, "employer_review", "hr_review")
    drawn = line("employer_review", "hr_review", "city_review", condition="score > 90")
    found = look(redrawn, drawn)
    assert [(fate.standing, fate.passed, fate.count) for fate in found.fates] == [
        (Standing.SAME, (), 1),
        (Standing.INSERTED, ("city_review",), 1),
    ]
    listed = [
        instances_of(
            redrawn.session, PROCESS, compile_bundle(drawn), fate.groups, by=redrawn.admin, since=found.since
        )
        for fate in found.fates
    ]
    assert listed == [[ids(redrawn)[0]], [ids(redrawn)[1]]]


def test_only_the_last_so_many_are_looked_at_and_withdrawn_ones_are_none(redrawn: Redrawn):
    started(redrawn, "employer_review", "hr_review")
    first = redrawn.instances()[0]
    first.ended_at = first.started_at - timedelta(days=1)
    redrawn.session.flush()
    assert look(redrawn, line("employer_review")).finished == 2
    assert look(redrawn, line("employer_review"), finished_last=1).finished == 1
    first.ended = "withdrawn"
    redrawn.session.flush()
    assert look(redrawn, line("employer_review")).finished == 1


def test_the_preview_equals_what_the_migration_does(redrawn: Redrawn):
    started(redrawn)
    first = redrawn.journey.open_items("employer_review")[:1]
    decide(redrawn.session, first, by=redrawn.journey.chain.employer_member, outcome="approve")
    drawn = line("employer_review", "city_review", "hr_review")
    found = look(redrawn, drawn)
    assert (found.continuing, found.choosing, found.staying) == (1, 1, 0)
    said = [instances_of(redrawn.session, PROCESS, compile_bundle(drawn), [one.group], by=redrawn.admin)
            for one in found.running]  # fmt: skip
    version = redrawn.draw("employer_review", "city_review", "hr_review")
    plan = redrawn.plan()
    assert (plan.moving, plan.choosing, plan.staying) == (1, 1, 0)
    assert redrawn.move().moved == found.continuing
    moved = [instance.id for instance in redrawn.instances() if instance.version_id == version]
    assert moved == [id for one, listed in zip(found.running, said, strict=True)
                     for id in listed if one.judgement.default == "move"]  # fmt: skip


def test_a_preview_writes_nothing_and_its_statements_do_not_grow(redrawn: Redrawn):
    started(redrawn, "employer_review")
    look(redrawn, line("employer_review"))
    with statements() as seen:
        look(redrawn, line("employer_review", "city_review", "hr_review"))
    assert len(seen) <= 6
    assert all(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in seen)


def test_a_preview_is_for_those_who_may(redrawn: Redrawn):
    with pytest.raises(NotPermitted):
        preview(
            redrawn.session,
            PROCESS,
            compile_bundle(line("employer_review")),
            by=redrawn.journey.chain.base_member,
        )
