"""Annual reports of the demo's first bases: one graded, one that waits, one that is still being written."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.approvals import decide
from app.services.demo.bodies import Body
from app.services.reports.edit import ReportFields, create_report, declare_report
from app.services.reports.figures import drafted_next_year, drafted_work, figures_of
from models import Instance, ItemKind, Receiver, WorkItem

YEAR = 2025
NEXT_YEAR = "结合行业需求，继续举办公需科目和专业科目培训，完善师资库和线上教学条件。"
PRAISE = "任务完成情况良好，台账齐全，评定为优秀。"


def start_reports(session: Session, bases: Sequence[Body], clerks: Mapping[int, int]) -> None:
    """Bring the reports of the first three bases to different places, through the services that people use."""
    graded, waiting, written = bases[:3]
    for base in (graded, waiting):
        _declare(session, base, _actor(session, clerks[base.id]))
    if graded.hr is not None:
        task = _open_task(session, graded)
        by = _actor(session, clerks[graded.hr.id])
        refusal = decide(session, [task], by=by, outcome="excellent", comment=PRAISE)[0].refusal
        if refusal is not None:
            raise refusal
    _write(session, written, _actor(session, clerks[written.id]))


def _declare(session: Session, base: Body, by: Actor) -> None:
    declare_report(session, _write(session, base, by), by=by)


def _write(session: Session, base: Body, by: Actor) -> int:
    fields = ReportFields(
        name=f"{YEAR}年度年审报告",
        year=YEAR,
        receiver=Receiver.HR,
        work_done=drafted_work(figures_of(session, base.id, YEAR), YEAR),
        next_year_plan=drafted_next_year(session, base.id, YEAR) or NEXT_YEAR,
    )
    return create_report(session, fields, by=by).id


def _open_task(session: Session, base: Body) -> int:
    query = select(WorkItem.id).join(Instance, Instance.id == WorkItem.instance_id)
    own = (Instance.item_kind == ItemKind.ANNUAL_REPORT, Instance.organization_id == base.id)
    return session.execute(query.where(*own, WorkItem.closed_at.is_(None))).scalar_one()


def _actor(session: Session, membership_id: int) -> Actor:
    actor = load_actor(session, membership_id=membership_id)
    if actor is None:
        raise LookupError(membership_id)
    return actor
