"""The menu: one table of what it offers, to whom, in the words of the guide."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request, url_for
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission, may
from app.views import context

Badge = Callable[[Session, Actor], int]


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `badge` counts what waits there, on pages that show the menu."""

    label: str
    endpoint: str
    permission: Permission
    group: str = ""
    badge: Badge | None = None
    summary: str = ""  # one sentence on the start page


@dataclass(frozen=True)
class Item:
    """An entry as the layout shows it to one reader."""

    label: str
    url: str
    active: bool
    badge: int
    group: str
    summary: str


ENTRIES: tuple[Entry, ...] = ()


def items_for(actor: Actor | None) -> list[Item]:
    """Return the menu of `actor`: what he may not open is not there."""
    return [_item(entry, actor) for entry in ENTRIES if actor and may(actor, entry.permission)]


def install(app: Flask) -> None:
    """Give every page its `navigation`."""
    app.context_processor(lambda: {"navigation": items_for(context.viewer())})


def _item(entry: Entry, actor: Actor) -> Item:
    url = url_for(entry.endpoint)
    return Item(
        label=entry.label,
        url=url,
        active=request.path == url or request.path.startswith(url.rstrip("/") + "/"),
        badge=entry.badge(context.session(), actor) if entry.badge else 0,
        group=entry.group,
        summary=entry.summary,
    )
