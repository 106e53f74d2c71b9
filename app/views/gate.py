"""The gate before every view: each route has exactly one of `requires` and `public`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.errors import NotPermitted
from app.permissions import Permission, may
from app.views import context

View = Callable[..., Any]
OPEN_TO_ALL = "open to all"
SIGN_IN = "auth.sign_in"
CHOOSE = "auth.choose"
CHANGE_PASSWORD = "auth.change_password"  # noqa: S105, an endpoint


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view to those who hold `permission`; others are asked to sign in, or told what they lack."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            live = context.web_session().live
            if live.actor is None:
                return redirect(url_for(CHOOSE)) if live.user_id else ask_to_sign_in()
            if live.must_change_password and permission is not Permission.PASSWORD_CHANGE:
                return redirect(url_for(CHANGE_PASSWORD))
            if not may(live.actor, permission):
                raise NotPermitted
            return view(*args, **kwargs)

        return _marked(guarded, view, permission)

    return guard


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    return _marked(view, view, OPEN_TO_ALL)


def gate_of(view: View) -> Permission | str | None:
    """Return what a route's view asks for: a permission, OPEN_TO_ALL, or None where it was forgotten."""
    return getattr(view, "gate", None)


def ask_to_sign_in() -> Response:
    """Send the reader to the sign-in page, and back to this page afterwards where that is possible."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(SIGN_IN, next=wanted if wanted != "/home" else None))


def local_path(target: str | None) -> str | None:
    """Return `target` if it is a path of this site, None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _marked(guarded: View, view: View, gate: Permission | str) -> View:
    if gate_of(view) is not None:
        raise TypeError(f"{view.__module__}.{view.__name__} has two gates")
    guarded.gate = gate  # type: ignore[attr-defined]
    return guarded
