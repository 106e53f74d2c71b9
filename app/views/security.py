"""What guards every answer: form tokens, headers, cookies, and the address behind the proxies."""

from typing import Any

from flask import Flask, Response, g, request
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Settings
from app.services.audit import request_address

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CACHE_SECONDS = 31_536_000  # built files carry a hash in their names


def install(app: Flask, settings: Settings) -> None:
    """Guard all routes of `app`."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit,
        SEND_FILE_MAX_AGE_DEFAULT=CACHE_SECONDS,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a token is good as long as its session
    )
    CSRFProtect(app)
    app.after_request(_apply_own_policy)  # registered before Talisman, so it runs after it
    Talisman(
        app,
        content_security_policy=CONTENT_SECURITY_POLICY,
        force_https=settings.https,
        session_cookie_secure=settings.https,
        strict_transport_security=settings.https,
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    app.before_request(_remember_address)
    app.after_request(_keep_private)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def allow_plain_http(app: Flask, endpoint: str) -> None:
    """Let a probe from inside ask without HTTPS."""
    view: Any = app.view_functions[endpoint]
    view.talisman_view_options = {"force_https": False}


def answer_under(policy: str) -> None:
    """Let this answer, and no other, have a content policy of its own and stand in a frame of our pages."""
    g.own_policy = policy


def allow_style_attributes() -> None:
    """Let scripts set style attributes on this page: token simulation writes the colours of its tokens so."""
    policy = CONTENT_SECURITY_POLICY | {"style-src-attr": "'unsafe-inline'"}
    g.wider_policy = "; ".join(f"{name} {value}" for name, value in policy.items())


def _apply_own_policy(response: Response) -> Response:
    if policy := g.pop("own_policy", None):
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    if policy := g.pop("wider_policy", None):
        response.headers["Content-Security-Policy"] = policy
    return response


def _remember_address() -> None:
    request_address.set(request.remote_addr)


def _keep_private(response: Response) -> Response:
    """Pages are not kept by browsers or proxies: after signing out, Back shows nothing."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
