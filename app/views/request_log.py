"""One log line a request, with the id that its other lines carry too."""

import time
import uuid

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("request")


def install(app: Flask) -> None:
    """Log every request but those for static files; query strings are left out, they may name people."""
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
