"""For load balancers and people on call: is the program in working order?"""

from dataclasses import asdict

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.services.health import check_health
from app.views import context
from app.views.gate import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 when the database and a worker are there, else 503; the body says which is missing."""
    health = check_health(context.database())
    return asdict(health), 200 if health.is_good else 503, {"Cache-Control": "no-store"}
