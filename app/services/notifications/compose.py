"""The mails that tell of notifications: plain text, one template an event, no names and numbers of learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.config import ROOT, settings
from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.notifications.list import Told, told_of, told_since
from app.services.notifications.recipients import Recipient, recipients_of
from models import Learner, MailChoice, Membership, NotificationKind, User, UserSetting

LINES = 50  # of one reader in a daily mail
SHEETS = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "mail"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 -- plain text
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Mail:
    """A mail to be sent."""

    to: str
    subject: str
    text: str


def compose_at_once(session: Session, notification_ids: Sequence[int], to: Recipient) -> Mail | None:
    """The mail to one recipient; None where he wants or may have none of it any more."""
    ids = recipients_of(session, notification_ids, only=to).get(to)
    user = session.get(User, to.user_id)
    if not ids or user is None or not user.email:
        return None
    told = told_of(session, ids)
    organization = _organization_name(session, to)
    facts = {"name": user.name, "organization": organization, "site": settings().site_url}
    parts = [_rendered(one.kind.value, told=one, path=path_of(one), **facts) for one in told]
    subject = parts[0][0] if len(parts) == 1 else f"{parts[0][0]}等 {len(parts)} 条通知"
    return Mail(user.email, subject, _letter([text for _, text in parts], **facts))


def compose_digest(
    session: Session, user_id: int, *, since: datetime, until: datetime, first_id: int
) -> Mail | None:
    """The mail of a day, for all that the user acts as; None where nothing was told or he wants none any more."""
    user = session.get(User, user_id)
    wanted = session.scalar(select(UserSetting.mail).where(UserSetting.user_id == user_id))
    if user is None or not user.is_enabled or not user.email or wanted is not MailChoice.DAILY:
        return None
    sections = []
    for actor in _actors(session, user_id):
        told = told_since(session, since, until, first_id=first_id, by=actor, limit=LINES + 1)
        if told:
            sections.append({"organization": actor.organization_name, "told": told[:LINES], "more": told[LINES:]})
    if not sections:
        return None
    facts = {"name": user.name, "site": settings().site_url}
    subject, text = _rendered("digest", sections=sections, until=until, **facts)
    return Mail(user.email, subject, _letter([text], **facts))


def path_of(told: Told) -> str:
    """Where a mail leads: to the one item, or to the list, which knows the rest."""
    if told.kind is NotificationKind.SUBSTITUTE:
        return "/substitutions"
    return f"/instances/{told.instance_id}" if told.instance_id else "/notifications"


def _rendered(sheet: str, **facts: Any) -> tuple[str, str]:
    """Subject and text: the first line of a sheet is its subject."""
    subject, _, text = SHEETS.get_template(f"{sheet}.txt").render(**facts).partition("\n")
    return subject.strip(), text.strip()


def _letter(texts: Sequence[str], *, name: str, site: str, **_: Any) -> str:
    return SHEETS.get_template("letter.txt").render(texts=texts, name=name, site=site)


def _organization_name(session: Session, to: Recipient) -> str:
    actors = _actors(session, to.user_id)
    return next((one.organization_name for one in actors if one.organization_id == to.organization_id), "")


def _actors(session: Session, user_id: int) -> list[Actor]:
    """All that a person acts as: his memberships, then himself as a learner."""
    memberships = session.scalars(
        select(Membership.id).where(Membership.user_id == user_id, Membership.is_enabled).order_by(Membership.id)
    )
    loaded = [load_actor(session, membership_id=id) for id in memberships]
    learner = select(Learner.id).where(and_(Learner.user_id == user_id, Learner.is_enabled))
    loaded += [load_actor(session, learner_id=id) for id in session.scalars(learner)]
    return [actor for actor in loaded if actor is not None]
