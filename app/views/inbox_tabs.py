"""The tabs above an inbox: one table of them, with their counts; what a reader may not open is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.permissions import Actor, Permission, may
from app.services.inbox import addressed, counts
from app.views import context


@dataclass(frozen=True)
class Tab:
    """A list of its own; `count` is how much is in it, up to 1,000."""

    endpoint: str
    label: str
    permission: Permission
    count: Callable[[Any, Actor], int]


TABS = (
    Tab("inbox.groups", "待办", Permission.INBOX_VIEW, counts.count_waiting),
    Tab("addressed.signatures", "待我签署", Permission.INBOX_VIEW, addressed.count_signatures),
    Tab("decided.decided", "已办", Permission.INBOX_VIEW, counts.count_decided),
    Tab("instances.submitted", "我发起的", Permission.SUBMITTED_VIEW, counts.count_under_way),
    Tab("addressed.copies", "抄送我的", Permission.INBOX_VIEW, addressed.count_copies),
)


def tabs() -> list[tuple[str, str, int]]:
    """Endpoint, label and count of the tabs that the reader may open."""
    by, session = context.actor(), context.session()
    return [(tab.endpoint, tab.label, tab.count(session, by)) for tab in TABS if may(by, tab.permission)]


def install(app: Flask) -> None:
    """Let templates ask for them: only pages that show the tabs pay for the counts."""
    app.jinja_env.globals["inbox_tabs"] = tabs
