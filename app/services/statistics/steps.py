"""Count how long steps took of late and which ways instances took; a periodic job calls it.

Two tables, read by the page of every instance. Readers see the old figures until the transaction ends.
"""

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from models import PathTraffic, StepDuration

DAYS = 90  # steps that were decided in these last days
WAYS = 365  # instances that ended in these

DURATIONS = text("""
    INSERT INTO step_duration (process_id, node_id, days, decided, refreshed_at)
    SELECT t.process_id, t.node_id,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM w.closed_at - w.opened_at) / 86400),
           count(*), now()
      FROM work_item w
      JOIN user_task t ON t.id = w.user_task_id
     WHERE w.closed_at >= now() - make_interval(days => :days) AND w.outcome IS NOT NULL
     GROUP BY t.process_id, t.node_id
""")
TRAFFIC = text("""
    INSERT INTO path_traffic (path_node_id, ended, refreshed_at)
    SELECT path_node_id, count(*), now()
      FROM instance
     WHERE ended_at >= now() - make_interval(days => :days) AND ended <> 'withdrawn'
     GROUP BY path_node_id
""")


def refresh_steps(session: Session) -> None:
    """Count both anew."""
    session.execute(delete(StepDuration))
    session.execute(DURATIONS, {"days": DAYS})
    session.execute(delete(PathTraffic))
    session.execute(TRAFFIC, {"days": WAYS})
