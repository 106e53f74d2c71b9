"""Notifications on their way out: to who asked for mails, at once or once a day.

A server that does not answer delays nobody else: every mail is a job of its own, tried again for two days.
"""

import smtplib
from datetime import datetime

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from app.config import settings
from app.mail import send
from app.queue import database_of, queue
from app.services.approvals.told import PASSING_ON
from app.services.notifications.compose import Mail, compose_at_once, compose_digest
from app.services.notifications.digest import MAIL_DIGEST, take_due
from app.services.notifications.passing_on import MAIL, hand_out
from app.services.notifications.recipients import Recipient

FIRST_WAIT = 60  # seconds after the first failure, then twice as long each time
LONGEST_WAIT = 4 * 3600
ATTEMPTS = 20  # about two and a half days; then the job stays in the queue's table as failed
BEHIND = -1  # nothing of our own waits for a mail server


class Patiently(BaseRetryStrategy):
    """Try again with growing delays; not where the server knows no such recipient."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None: never."""
        if job.attempts >= ATTEMPTS or _is_final(exception):
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST_WAIT * 2**job.attempts, LONGEST_WAIT)})


@queue.task(name=PASSING_ON, retry=3, pass_context=True)
def pass_on(context: JobContext, notification_ids: list[int]) -> None:
    """Put one job for each recipient."""
    with database_of(context).unit_of_work() as session:
        hand_out(session, notification_ids)


@queue.task(name=MAIL, retry=Patiently(), priority=BEHIND, pass_context=True)
def mail(context: JobContext, user_id: int, organization_id: int | None, notification_ids: list[int]) -> None:
    """Mail one recipient what he was told."""
    with database_of(context).unit_of_work() as session:
        composed = compose_at_once(session, notification_ids, Recipient(user_id, organization_id))
    _send(composed)


@queue.periodic(cron="*/10 * * * *", periodic_id="digests")
@queue.task(name="take_digests", queueing_lock="take_digests", pass_context=True)
def take_digests(context: JobContext, timestamp: int) -> None:
    """Put the jobs of the daily mails that are due; each look is cheap, and only the first of a day finds some."""
    taken = 1
    while taken:
        with database_of(context).unit_of_work() as session:
            taken = take_due(session)


@queue.task(name=MAIL_DIGEST, retry=Patiently(), priority=BEHIND, pass_context=True)
def mail_digest(context: JobContext, user_id: int, since: str, until: str, first_id: int) -> None:
    """Mail one user what he was told in these days."""
    days = {"since": datetime.fromisoformat(since), "until": datetime.fromisoformat(until)}
    with database_of(context).unit_of_work() as session:
        composed = compose_digest(session, user_id, **days, first_id=first_id)
    _send(composed)


def _send(composed: Mail | None) -> None:
    if composed is not None and settings().smtp_url:
        subject = f"{composed.subject} - 继续教育审批服务平台"
        send(settings(), composed.to, subject, composed.text)


def _is_final(exception: BaseException) -> bool:
    return isinstance(exception, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in exception.recipients.values()
    )
