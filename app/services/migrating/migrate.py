"""Ordering a migration: the choices become groups, the groups are carried out chunk by chunk."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from app.config import settings
from app.items import Item, item_of_process
from app.permissions import Actor, Permission
from app.queue import defer
from app.services.approvals.history import COMMENT_LIMIT, write_comment
from app.services.approvals.locking import confirm
from app.services.approvals.path import path_to
from app.services.approvals.places import follow
from app.services.audit import record
from app.services.diagrams.library import definition
from app.services.migrating.facts import with_facts
from app.services.migrating.groups import PathGroup, in_flight
from app.services.migrating.options import Option
from app.services.migrating.plan import Group, Plan
from app.services.migrating.refusals import ChoiceNotOffered, GroupNotFound, MigrationRunning, NothingToMove
from app.services.migrating.run import run_chunk
from app.services.migrating.work import compare_work
from models import Diagram, Migration, MigrationChoice, MigrationGroup, MigrationMember

JOB = "run_migration"


class Choice(NamedTuple):
    """What was chosen for a group; `target` is the place of the step that it is mapped to."""

    choice: MigrationChoice
    target: str = ""


def migrate(
    session: Session,
    plan: Plan,
    choices: Mapping[str, Choice],
    *,
    by: Actor,
    inline_rows: int | None = None,
) -> Migration:
    """Move the groups of a plan as chosen (by their keys), the others as they do by default.

    At once when they are few, else by the worker. Instances that were decided since the plan was made stand
    elsewhere and stay. Raises NothingToMove, GroupNotFound, ChoiceNotOffered, MigrationRunning, NotPermitted.
    """
    by = confirm(session, by, Permission.DIAGRAM_MIGRATE)
    chosen = _chosen(plan, choices)
    lock_process(session, plan.process_id)
    migration = Migration(
        process_id=plan.process_id,
        to_version_id=plan.to_version_id,
        user_id=by.user_id,
        membership_id=by.membership_id,
        total=sum(group.count for group, _ in chosen),
    )
    session.add(migration)
    session.flush()
    for group, option in chosen:
        _keep_group(session, migration, plan, group, option, by)
    record(session, by=by, action=Permission.DIAGRAM_MIGRATE, migration=migration.id, rows=migration.total)
    begin_running(session, migration, inline_rows)
    return migration


def lock_process(session: Session, process_id: str) -> None:
    """One migration of a process at a time. Raises MigrationRunning."""
    session.execute(select(Diagram).where(Diagram.process_id == process_id).with_for_update())
    running = session.scalars(
        select(Migration).where(Migration.process_id == process_id, Migration.finished_at.is_(None)).limit(1)
    ).one_or_none()
    if running is not None:
        raise MigrationRunning(moved=running.moved, total=running.total)


def begin_running(session: Session, migration: Migration, inline_rows: int | None) -> None:
    """Carry it out now, or leave it to the worker."""
    session.flush()
    if migration.total > (settings().inline_rows if inline_rows is None else inline_rows):
        defer(session, JOB, migration_id=migration.id)
        return
    while not run_chunk(session, migration.id):
        pass


def _chosen(plan: Plan, choices: Mapping[str, Choice]) -> Sequence[tuple[Group, Option]]:
    if set(choices) - {group.key for group in plan.groups}:
        raise GroupNotFound()
    chosen = []
    for group in plan.groups:
        choice, target = choices.get(group.key, Choice(group.judgement.default))
        option = group.option(choice, target)
        if option is None:
            at = "、".join(group.judgement.at)
            raise ChoiceNotOffered(at=at, count=group.count, choice=choice.label)
        if option.path is not None:
            chosen.append((group, option))
    if not chosen:
        raise NothingToMove()
    return chosen


def _keep_group(
    session: Session, migration: Migration, plan: Plan, group: Group, option: Option, by: Actor
) -> None:
    place_id: int | None = None
    for event in option.path.events if option.path else ():
        place_id = follow(session, plan.to_version_id, place_id, event).id
    here, there = group.paths.here, path_to(session, place_id or 0)[-1]
    work = compare_work(session, here.open, there.open, option.target)
    row = MigrationGroup(
        migration_id=migration.id,
        from_version_id=here.version_id,
        from_path_node_id=here.path_node_id,
        to_version_id=plan.to_version_id,
        to_path_node_id=there.path_node_id,
        choice=option.choice,
        comment_id=write_comment(session, _comment(plan, group, option), by=by),
        is_split=group.paths.digests is not None,
        keeps=list(work.keeps),
        kept_as=list(work.kept_as),
        closes=list(work.closes),
        opens=list(work.opens),
        total=group.count,
    )
    session.add(row)
    session.flush()
    if group.paths.digests is not None:
        _keep_members(session, item_of_process(plan.process_id), row, group.paths)


def _keep_members(session: Session, item: Item, row: MigrationGroup, paths: PathGroup) -> None:
    """Which instances of the path node belong to the group."""
    source = in_flight(session, item, except_version=row.to_version_id)
    ids = with_facts(source, definition(session, row.to_version_id), paths.facts).subquery()
    members = select(literal(row.migration_id), ids.c.id, literal(row.id))
    session.execute(insert(MigrationMember).from_select(["migration_id", "instance_id", "group_id"], members))


def _comment(plan: Plan, group: Group, option: Option) -> str:
    """What the timeline tells of a move that is not plain."""
    at, instead = "、".join(group.judgement.at), "、".join(group.judgement.instead)
    said = {
        MigrationChoice.BACK: f"转到第{plan.to_number}版，先办理：{instead}",
        MigrationChoice.SKIP: f"转到第{plan.to_number}版，跳过：{'、'.join(option.passed)}",
        MigrationChoice.MAP: f"转到第{plan.to_number}版，由“{at}”转到“{option.name}”",
    }
    text = said.get(option.choice, "")
    if text and option.passed and option.choice is MigrationChoice.MAP:
        text += f"，跳过：{'、'.join(option.passed)}"
    return text[:COMMENT_LIMIT]
