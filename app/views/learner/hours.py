"""我的学时: hours by year against the year's minimum, and each score's state."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.hours.overview import overview_of
from app.today import today
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address

bp = Blueprint("hours", __name__, url_prefix="/hours")


@bp.get("")
@requires(Permission.HOURS_VIEW)
def hours() -> ResponseReturnValue:
    """Show the reader's own hours and scores; `year` in the address looks at one year."""
    overview = overview_of(context.session(), by=context.actor(), year=key_in_address("year"))
    return render_template("learner/hours/hours.html", overview=overview, today=today())
