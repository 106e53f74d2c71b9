"""The figures that statistics read are counted anew."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.dashboard.period import PeriodName, period_of
from app.services.dashboard.refresh import refresh_work
from app.services.statistics.refresh import refresh_summary
from app.services.statistics.steps import refresh_steps
from app.today import today


@queue.periodic(cron="*/10 * * * *", periodic_id="statistics")
@queue.task(name="refresh_statistics", queueing_lock="refresh_statistics", lock="statistics", pass_context=True)
def refresh_statistics(context: JobContext, timestamp: int) -> None:
    """Count this year and the one before every ten minutes: finished years hardly change."""
    with database_of(context).unit_of_work() as session:
        refresh_summary(session, since=today().year - 1)


@queue.periodic(cron="40 2 * * *", periodic_id="all_statistics")
@queue.task(name="refresh_all_statistics", queueing_lock="all_statistics", lock="statistics", pass_context=True)
def refresh_all_statistics(context: JobContext, timestamp: int) -> None:
    """Count every year each night."""
    with database_of(context).unit_of_work() as session:
        refresh_summary(session)


@queue.periodic(cron="5 * * * *", periodic_id="steps")
@queue.task(name="refresh_steps", queueing_lock="refresh_steps", pass_context=True)
def refresh_step_figures(context: JobContext, timestamp: int) -> None:
    """Count every hour how long steps take, and which ways instances take."""
    with database_of(context).unit_of_work() as session:
        refresh_steps(session)


@queue.periodic(cron="20 * * * *", periodic_id="work")
@queue.task(name="refresh_work", queueing_lock="refresh_work", lock="work", pass_context=True)
def refresh_work_figures(context: JobContext, timestamp: int) -> None:
    """Count every hour what organisations have to decide, and this month and the one before."""
    with database_of(context).unit_of_work() as session:
        refresh_work(session, since=period_of(PeriodName.LAST_MONTH, today()).since)


@queue.periodic(cron="20 3 * * *", periodic_id="all_work")
@queue.task(name="refresh_all_work", queueing_lock="refresh_all_work", lock="work", pass_context=True)
def refresh_all_work_figures(context: JobContext, timestamp: int) -> None:
    """Count every month each night."""
    with database_of(context).unit_of_work() as session:
        refresh_work(session)
