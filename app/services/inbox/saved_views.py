"""Filters of an inbox under a name: a member's own, and those that colleagues share with their organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from models import SavedView, User

MOST = 50  # a member's own
MOST_SHARED = 200  # shown of those that colleagues share


class TooManyViews(FieldRefusal):
    """您已保存{most}个筛选，不能再多。请先删除不再使用的，再保存新的。"""

    field: ClassVar[str] = "name"


class ViewNameTaken(FieldRefusal):
    """您已有名为“{name}”的筛选。请换一个名称，或先删除原来的。"""

    field: ClassVar[str] = "name"


class NothingAsked(FieldRefusal):
    """还没有设置任何筛选条件。请先在待办列表中筛选，再保存。"""

    field: ClassVar[str] = "name"


@dataclass(frozen=True)
class View:
    """A filter under its name. A member may delete his own; a super administrator those that are shared, too."""

    id: int
    name: str
    query: Mapping[str, str]
    is_shared: bool
    is_mine: bool
    owner: str
    may_delete: bool


def list_views(session: Session, *, by: Actor) -> Sequence[View]:
    """The member's own and then those that colleagues share, by name; one statement."""
    require(by, Permission.INBOX_VIEW)
    rows = session.execute(_shown(by).order_by(SavedView.user_id != by.user_id, SavedView.name, SavedView.id))
    return [_view(row, by) for row in rows.fetchmany(MOST + MOST_SHARED)]


def find_view(session: Session, view_id: int, *, by: Actor) -> View:
    """One that the actor sees. Raises NotFound for any other."""
    require(by, Permission.INBOX_VIEW)
    row = session.execute(_shown(by).where(SavedView.id == view_id)).one_or_none()
    if row is None:
        raise NotFound()
    return _view(row, by)


def save_view(session: Session, name: str, query: Mapping[str, str], *, is_shared: bool, by: Actor) -> None:
    """Keep a filter, which its form has found right. Raises NothingAsked, TooManyViews, ViewNameTaken."""
    by = confirm(session, by, Permission.SAVED_VIEW_EDIT)
    if not query:
        raise NothingAsked()
    own = _own(by)
    if (session.scalar(select(func.count()).select_from(SavedView).where(own)) or 0) >= MOST:
        raise TooManyViews(most=MOST)
    values = {"name": name, "query": urlencode(query), "is_shared": is_shared}
    new = insert(SavedView).values(organization_id=by.organization_id, user_id=by.user_id, **values)
    if session.scalar(new.on_conflict_do_nothing().returning(SavedView.id)) is None:
        raise ViewNameTaken(name=name)
    record(session, by=by, action=Permission.SAVED_VIEW_EDIT, act="save", name=name, shared=is_shared)


def change_view(session: Session, view_id: int, name: str, *, is_shared: bool, by: Actor) -> None:
    """Give one's own another name, or share it, or not. Raises NotFound, ViewNameTaken."""
    by = confirm(session, by, Permission.SAVED_VIEW_EDIT)
    view = session.scalar(select(SavedView).where(SavedView.id == view_id, _own(by)).with_for_update())
    if view is None:
        raise NotFound()
    other = aliased(SavedView)
    same = select(other.id).where(
        other.organization_id == by.organization_id,
        other.user_id == by.user_id,
        other.name == name,
        other.id != view_id,
    )
    if session.scalar(select(exists(same))):
        raise ViewNameTaken(name=name)
    view.name, view.is_shared = name, is_shared
    session.flush()
    record(session, by=by, action=Permission.SAVED_VIEW_EDIT, act="change", name=name, shared=is_shared)


def delete_view(session: Session, view_id: int, *, by: Actor) -> str:
    """Forget one's own, or as super administrator a shared one; returns its name. Raises NotFound."""
    by = confirm(session, by, Permission.SAVED_VIEW_EDIT)
    view = session.get(SavedView, view_id, with_for_update=True, populate_existing=True)
    if view is None or view.organization_id != by.organization_id or not _may_delete(view, by):
        raise NotFound()
    name = view.name
    session.delete(view)
    session.flush()
    record(session, by=by, action=Permission.SAVED_VIEW_EDIT, act="delete", name=name)
    return name


def _own(by: Actor) -> ColumnElement[bool]:
    return and_(SavedView.organization_id == by.organization_id, SavedView.user_id == by.user_id)


def _shown(by: Actor) -> Any:
    is_here = SavedView.organization_id == by.organization_id
    return (
        select(
            SavedView.id,
            SavedView.name,
            SavedView.query,
            SavedView.is_shared,
            SavedView.user_id,
            User.name.label("owner"),
        )
        .join(User, User.id == SavedView.user_id)
        .where(is_here, or_(SavedView.user_id == by.user_id, SavedView.is_shared))
    )


def _view(row: Any, by: Actor) -> View:
    return View(
        id=row.id,
        name=row.name,
        query=dict(parse_qsl(row.query)),
        is_shared=row.is_shared,
        is_mine=row.user_id == by.user_id,
        owner=row.owner,
        may_delete=_may_delete(row, by),
    )


def _may_delete(view: Any, by: Actor) -> bool:
    return bool(view.user_id == by.user_id or (view.is_shared and by.is_super))
