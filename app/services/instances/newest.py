"""Parts of a query: the newest instance of each score, and who has it now."""

from sqlalchemy import FromClause, select

from models import Instance, ItemKind, Score, UserTask, WorkItem


def newest_instance() -> FromClause:
    """For each row of Score: the instance that was started last, one at most."""
    return (
        select(
            Instance.id,
            Instance.organization_id,
            Instance.started_at,
            Instance.ended,
            Instance.ended_at,
            Instance.event_count,
            Instance.is_touched,
        )
        .where(Instance.item_id == Score.id, Instance.item_kind == ItemKind.SCORE)
        .order_by(Instance.id.desc())
        .limit(1)
        .correlate(Score)
        .lateral("newest")
    )


def open_work_of(newest: FromClause) -> FromClause:
    """For each row of `newest_instance`: the organisation that has to act, since and until when, as which party."""
    return (
        select(WorkItem.organization_id, WorkItem.opened_at, WorkItem.due_at, UserTask.party, UserTask.node_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(WorkItem.instance_id == newest.c.id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.id)
        .limit(1)
        .correlate(newest)
        .lateral("place")
    )
