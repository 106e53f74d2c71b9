"""The demo shows limits: some work is over, some is not, and the chain is drawn with them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.demo.limits import LIMITS, limited
from app.services.demo.offices import drawn
from app.services.diagrams.library import current_version, definition
from models import DiagramVersion, WorkItem


def test_reviewers_have_limits_and_who_corrects_has_none(demo: Session):
    version_id = current_version(demo, "score_declaration")
    tasks = definition(demo, version_id).user_tasks
    dues = {node_id: (task.due, task.properties.get("remind")) for node_id, task in tasks.items()}
    wanted = tuple(LIMITS.values())
    assert dues == {"employer_review": wanted, "hr_review": wanted, "revise": (None, None)}
    assert demo.get_one(DiagramVersion, version_id).number == 1


def test_some_work_is_over_its_limit_and_some_is_not(demo: Session):
    is_open = WorkItem.closed_at.is_(None)
    over = demo.scalar(select(func.count()).where(is_open, WorkItem.due_at < func.now()))
    left = demo.scalar(select(func.count()).where(is_open, WorkItem.due_at > func.now()))
    assert over
    assert left


def test_each_step_of_the_drawn_review_gets_a_limit():
    assert limited(drawn()).count('name="due"') == 3
