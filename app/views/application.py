"""The Flask application whose requests are units of work."""

from types import TracebackType

import structlog
from flask import Flask, Response, request

from app.views import context

log = structlog.get_logger("fault")
ErrorInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


class Application(Flask):
    """Flask, with the commit before the response goes out.

    A commit that fails is answered as any other fault: nothing tells the user that something was done which was
    not.
    """

    def full_dispatch_request(self) -> Response:
        """Answer the request, its session row included, then commit."""
        response = super().full_dispatch_request()
        context.commit()
        return response

    def log_exception(self, exc_info: ErrorInfo) -> None:
        """Log a fault with the request's id, and without the query string, which may name people."""
        log.error("fault", method=request.method, path=request.path, exc_info=exc_info)
