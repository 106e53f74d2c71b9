"""Count what organisations have to decide and decided; a periodic job calls it.

Readers see the old figures until the transaction ends. A submitter's own corrections are nobody's review: they
count only as "returned" at the step that returned them.
"""

from datetime import date

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from models import ReviewerLoad, WorkMonth, WorkNow, WorkPace
from models.instance import BY_REVIEWER

DAYS = 90  # the pace is that of the steps which were decided in these last days
EARLIEST = date(2000, 1, 1)

_OF_REVIEWERS = "w.organization_id IS NOT NULL AND NOT 'resubmit' = ANY (t.outcomes)"

MONTHS = text(f"""
    INSERT INTO work_month (organization_id, month, process_id, node_id, region_code, opened, decided, refreshed_at)
    SELECT w.organization_id, date_trunc('month', did.at)::date, t.process_id, t.node_id,
           coalesce(o.region_code, ''), sum(did.opened), sum(did.decided), now()
      FROM work_item w
      JOIN user_task t ON t.id = w.user_task_id
      JOIN instance i ON i.id = w.instance_id
      LEFT JOIN organization o ON o.id = i.organization_id
     CROSS JOIN LATERAL (
               VALUES (w.opened_at, 1, 0), (CASE WHEN w.outcome IS NOT NULL THEN w.closed_at END, 0, 1)
           ) AS did (at, opened, decided)
     WHERE {_OF_REVIEWERS} AND did.at >= :since
       AND (w.opened_at >= :since OR w.closed_at >= :since)
     GROUP BY 1, 2, 3, 4, 5
""")  # noqa: S608 -- of constants

NOW = text(f"""
    INSERT INTO work_now (organization_id, process_id, node_id, region_code, unclaimed, taken, returned, overdue,
                          unclaimed_days, taken_days, returned_days, refreshed_at)
    WITH waiting AS (
        SELECT w.organization_id, t.process_id, t.node_id, w.instance_id, w.opened_at,
               CASE WHEN w.assignee_id IS NULL AND NOT w.several_sign THEN 'unclaimed' ELSE 'taken' END AS cause,
               coalesce(w.due_at < now(), false) AS is_overdue
          FROM work_item w
          JOIN user_task t ON t.id = w.user_task_id
         WHERE w.closed_at IS NULL AND {_OF_REVIEWERS}
         UNION ALL
        SELECT by.organization_id, step.process_id, step.node_id, w.instance_id, w.opened_at, 'returned', false
          FROM work_item w
          JOIN user_task t ON t.id = w.user_task_id
         CROSS JOIN LATERAL (
               SELECT e.organization_id, e.work_item_id
                 FROM instance_event e
                WHERE e.instance_id = w.instance_id AND e.kind IN (2, 17) AND e.outcome = 'return'
                ORDER BY e.seq DESC LIMIT 1) AS by
          JOIN work_item decided ON decided.id = by.work_item_id
          JOIN user_task step ON step.id = decided.user_task_id
         WHERE w.closed_at IS NULL AND 'resubmit' = ANY (t.outcomes) AND by.organization_id IS NOT NULL)
    SELECT waiting.organization_id, process_id, node_id, coalesce(o.region_code, ''),
           count(*) FILTER (WHERE cause = 'unclaimed'), count(*) FILTER (WHERE cause = 'taken'),
           count(*) FILTER (WHERE cause = 'returned'), count(*) FILTER (WHERE is_overdue),
           coalesce(sum(days) FILTER (WHERE cause = 'unclaimed'), 0),
           coalesce(sum(days) FILTER (WHERE cause = 'taken'), 0),
           coalesce(sum(days) FILTER (WHERE cause = 'returned'), 0), now()
      FROM waiting
      JOIN instance i ON i.id = waiting.instance_id
      LEFT JOIN organization o ON o.id = i.organization_id
     CROSS JOIN LATERAL (SELECT greatest(extract(epoch FROM now() - opened_at), 0) / 86400 AS days) AS age
     GROUP BY 1, 2, 3, 4
""")  # noqa: S608 -- of constants

PACE = text(f"""
    INSERT INTO work_pace (organization_id, process_id, node_id, days, decided)
    SELECT w.organization_id, t.process_id, t.node_id,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM w.closed_at - w.opened_at) / 86400),
           count(*)
      FROM work_item w
      JOIN user_task t ON t.id = w.user_task_id
     WHERE w.closed_at >= now() - make_interval(days => :days) AND w.outcome IS NOT NULL AND {_OF_REVIEWERS}
     GROUP BY 1, 2, 3
""")  # noqa: S608 -- of constants

LOAD = text(f"""
    INSERT INTO reviewer_load (organization_id, user_id, open, decided_week, decided_month)
    SELECT organization_id, user_id, sum(open), sum(week), sum(month)
      FROM (SELECT w.organization_id, w.assignee_id AS user_id, 1 AS open, 0 AS week, 0 AS month
              FROM work_item w
              JOIN user_task t ON t.id = w.user_task_id
             WHERE w.closed_at IS NULL AND w.assignee_id IS NOT NULL AND {_OF_REVIEWERS}
             UNION ALL
            SELECT organization_id, user_id, 0, (at >= date_trunc('week', now()))::int,
                   (at >= date_trunc('month', now()))::int
              FROM instance_event
             WHERE {BY_REVIEWER} AND organization_id IS NOT NULL AND user_id IS NOT NULL
               AND at >= least(date_trunc('week', now()), date_trunc('month', now()))) AS did
     GROUP BY organization_id, user_id
""")  # noqa: S608 -- of constants


def refresh_work(session: Session, *, since: date = EARLIEST) -> None:
    """Count the months from `since` (the first day of one) on, and all that is open now, anew."""
    session.execute(text("SET LOCAL statement_timeout = '15min'"))  # there may be millions of work items
    session.execute(delete(WorkMonth).where(WorkMonth.month >= since))
    session.execute(MONTHS, {"since": since})
    session.execute(delete(WorkNow))
    session.execute(NOW)
    session.execute(delete(WorkPace))
    session.execute(PACE, {"days": DAYS})
    session.execute(delete(ReviewerLoad))
    session.execute(LOAD)
