"""Completing user tasks: one engine step for all that stand at one place, then set-based writes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from app.items import Item, item_of_kind
from app.permissions import Clock
from app.services.approvals.effects import follow_up
from app.services.approvals.history import Act, move
from app.services.approvals.locking import LockedWorkItem, lock_work_items
from app.services.approvals.nobody import SKIPPED_AS
from app.services.approvals.opening import cancel_work, close_work, open_items
from app.services.approvals.places import Place, follow
from app.services.approvals.revisions import project_revisions
from app.services.approvals.standing import behalf_of
from app.services.approvals.telling import tell_end
from app.services.diagrams.library import definition
from models import EventKind
from workflows.engine import Event


def open_work(
    session: Session, item: Item, instance_ids: Sequence[int], user_task_ids: Sequence[int], act: Act
) -> None:
    """Open these user tasks; those that nobody can decide, and that are to be skipped then, complete at once."""
    skipped = open_items(session, item, instance_ids, user_task_ids, act)
    skip = Act(EventKind.SKIPPED, Clock(), SKIPPED_AS, command_id=act.command_id, at=act.at)
    while skipped:  # of two branches of one instance one after the other: the first moves it
        rows = [row for row in lock_work_items(session, skipped) if row.closed_at is None]
        first = {row.instance_id: row for row in reversed(rows)}
        complete(session, list(first.values()), skip)
        done = {row.id for row in first.values()}
        skipped = [row.id for row in rows if row.id not in done]


def complete(session: Session, rows: Sequence[LockedWorkItem], act: Act) -> None:
    """Complete the tasks of these work items, locked and accepted by the caller, with the act's outcome.

    An instance takes one step after another: of two of its work items (parallel branches) the second is completed
    from where the first led to, unless that closed it.
    """
    first = {row.instance_id: row for row in reversed(rows)}
    _complete(session, list(first.values()), act)
    others = [row.id for row in rows if first[row.instance_id].id != row.id]
    if others:
        complete(session, [row for row in lock_work_items(session, others) if row.closed_at is None], act)


def _complete(session: Session, rows: Sequence[LockedWorkItem], act: Act) -> None:
    """The same for rows of different instances."""
    for same, place in _places(session, rows, act.outcome):
        instance_ids = [row.instance_id for row in same]
        work_item_ids = [row.id for row in same]
        item = item_of_kind(same[0].item_kind)
        close_work(session, work_item_ids, act)
        about = [behalf_of(row, act.by) for row in same]
        move(session, instance_ids, work_item_ids, act=act, path_node_id=place.id, ended=place.ended, about=about)
        if place.cancels:
            cancel_work(session, instance_ids, place.cancels)
        open_work(session, item, instance_ids, place.opens, act)
        if place.ended is not None:
            item_ids = [row.item_id for row in same]
            item.apply_end(session, item_ids, ended=place.ended)
            follow_up(session, item.kind, item_ids)
            tell_end(session, item, instance_ids, place.ended, act)


def _places(
    session: Session, rows: Sequence[LockedWorkItem], outcome: str
) -> Iterator[tuple[list[LockedWorkItem], Place]]:
    """Rows at one place that take the same step, with the place it leads to."""
    groups: defaultdict[tuple[int, int, str], dict[int, LockedWorkItem]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.instance_id):
        groups[row.version_id, row.path_node_id, row.task_key][row.instance_id] = row
    for (version_id, path_node_id, task_key), by_instance in groups.items():
        item = item_of_kind(next(iter(by_instance.values())).item_kind)
        version = definition(session, version_id)
        for projection, same in project_revisions(session, item, version, list(by_instance)).items():
            event = Event.completed(task_key, outcome, projection)
            yield [by_instance[id] for id in same], follow(session, version_id, path_node_id, event)
