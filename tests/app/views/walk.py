"""A walk through every page of one world, which each step leaves as it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from app.permissions import Actor
from app.services.approvals.places import forget
from tests.app.conftest import form_token, token_of
from tests.app.views.world import World


def rules(app: Flask) -> list[Rule]:
    """Every route of the program's own."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def addresses(app: Flask, world: World) -> Iterator[tuple[Rule, str, str]]:
    """Every route with each of its methods and the address of the owner's row."""
    for rule in rules(app):
        url = _fill(rule, world.arguments_of(rule))
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method, url


def _fill(rule: Rule, arguments: dict[str, Any]) -> str:
    """The address, without the converters' own checks: a number too large must be sent to be refused."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(arguments[found[1]]), rule.rule)


@dataclass
class Walk:
    """Everybody of a world is signed in; whatever a request writes is undone, so each meets the same world."""

    app: Flask
    connection: Connection
    world: World
    _headers: dict[Actor, dict[str, str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Sign everybody in, and remember this moment."""
        for actor in {*self.world.roles.values(), *self.world.neighbours.values()} - {None}:
            token = token_of(self.app, actor)
            cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={token}"
            self._headers[actor] = {"Cookie": cookie, "X-CSRFToken": form_token(self.app)}
        self.connection.exec_driver_sql("SAVEPOINT begun")

    def addresses(self) -> Iterator[tuple[Rule, str, str]]:
        """Every route with each of its methods and the address of the owner's row."""
        return addresses(self.app, self.world)

    def ask(self, actor: Actor | None, method: str, url: str, **sent: Any) -> Response:
        """Send one request from a browser of its own, then go back to the moment of `begin`.

        Not by a test client: it would decode the whole address twice, for seconds where it is of megabytes.
        """
        headers = {} if actor is None else self._headers[actor]
        environ = EnvironBuilder(path=url, method=method, headers=headers, **sent).get_environ()
        response = Response(*run_wsgi_app(self.app, environ))
        self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT begun")
        forget()
        return response
