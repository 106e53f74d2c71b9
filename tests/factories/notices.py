"""Notices."""

from typing import Any

from sqlalchemy.orm import Session

from app.permissions import Actor
from models import Notice
from tests.factories.rows import numbers, saved


def make_notice(session: Session, *, by: Actor, title: str | None = None, **columns: Any) -> Notice:
    """A notice that is published by a member of an HR department."""
    return saved(
        session,
        Notice(
            organization_id=by.organization_id,
            published_by_id=by.user_id,
            title=title or f"测试通知{next(numbers)}",
            body=columns.pop("body", "第一段。\n\n第二段。"),
            **columns,
        ),
    )
