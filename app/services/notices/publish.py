"""Publishing, changing and withdrawing notices."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, Refusal
from app.permissions import Actor, Permission, owns
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from models import Notice

LONGEST_TITLE = 80
LONGEST_BODY = 10_000


class NoticeGone(Refusal):
    """通知“{title}”已撤下，不能再修改。如需再次发布，请新增一条通知。"""


class WrongNotice(FieldRefusal):
    """{problem}"""

    def __init__(self, *, field: str, problem: str) -> None:
        super().__init__(problem=problem)
        self.field = field  # type: ignore[misc]


@dataclass(frozen=True)
class NoticeFields:
    """What a notice says, and whether it stands above the others."""

    title: str
    body: str
    is_pinned: bool = False


def publish_notice(session: Session, fields: NoticeFields, *, by: Actor) -> Notice:
    """Show a notice to everybody, at once. Raises WrongNotice."""
    by = confirm(session, by, Permission.NOTICE_MANAGE)
    notice = Notice(organization_id=by.organization_id, published_by_id=by.user_id)
    _fill(notice, fields)
    session.add(notice)
    session.flush()
    record(session, by=by, action=Permission.NOTICE_MANAGE, act="publish", notice=notice.id, title=notice.title)
    return notice


def edit_notice(session: Session, notice_id: int, fields: NoticeFields, *, by: Actor) -> None:
    """Change what a notice of the actor's department says. Raises NotFound, NoticeGone, WrongNotice."""
    by = confirm(session, by, Permission.NOTICE_MANAGE)
    notice = _lock(session, notice_id, by=by)
    _fill(notice, fields)
    session.flush()
    record(session, by=by, action=Permission.NOTICE_MANAGE, act="edit", notice=notice.id, title=notice.title)


def withdraw_notice(session: Session, notice_id: int, *, by: Actor) -> str:
    """Take a notice off the public pages for good; return its title. Raises NotFound, NoticeGone."""
    by = confirm(session, by, Permission.NOTICE_MANAGE)
    notice = _lock(session, notice_id, by=by)
    notice.withdrawn_at = session.scalar(select(func.now()))
    session.flush()
    record(session, by=by, action=Permission.NOTICE_MANAGE, act="withdraw", notice=notice.id, title=notice.title)
    return notice.title


def _lock(session: Session, notice_id: int, *, by: Actor) -> Notice:
    query = select(Notice).where(Notice.id == notice_id).with_for_update()
    notice = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if notice is None or not owns(by, organization_id=notice.organization_id):
        raise NotFound()
    if notice.withdrawn_at is not None:
        raise NoticeGone(title=notice.title)
    return notice


def _fill(notice: Notice, fields: NoticeFields) -> None:
    title, body = tidy(fields.title), fields.body.replace("\r\n", "\n").strip()
    if not 0 < len(title) <= LONGEST_TITLE:
        raise WrongNotice(field="title", problem=f"标题应为 1 至 {LONGEST_TITLE} 字。")
    if not 0 < len(body) <= LONGEST_BODY:
        raise WrongNotice(field="body", problem=f"正文应为 1 至 {LONGEST_BODY} 字。")
    notice.title, notice.body, notice.is_pinned = title, body, fields.is_pinned
