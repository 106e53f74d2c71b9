"""The Flask application whose requests are units of work."""

from flask import Flask, Response

from app.views import context


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
