"""One log line a request, with the id that its other lines carry too."""

import time
import uuid

import structlog
from flask import Flask, Response, g, request

from app.config import Settings

log = structlog.get_logger("request")


def install(app: Flask, settings: Settings) -> None:
    """Log every request but those for static files; query strings are left out, they may name people."""
    _configure(settings)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_began = time.perf_counter()
    g.request_id = uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    if "request_id" in g and request.endpoint != "static":
        response.headers["X-Request-ID"] = g.request_id
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - g.request_began) * 1000, 1),
        )
    return response


def _configure(settings: Settings) -> None:
    """Lines of JSON in production, coloured ones for people; tests hear of trouble only.

    Tracebacks are plain: those that show local variables would log id numbers and passwords.
    """
    shown: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if settings.is_relaxed
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger("warning" if settings.env == "test" else "info"),
        cache_logger_on_first_use=False,
    )
