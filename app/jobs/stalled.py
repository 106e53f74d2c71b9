"""Jobs whose worker died are taken up again."""

from procrastinate import JobContext

from app.queue import queue


@queue.periodic(cron="* * * * *", periodic_id="stalled")
@queue.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of workers without a heartbeat back in the queue, once a minute.

    Every job of ours goes on where it stopped: it commits chunk by chunk and begins at the first one not done.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
