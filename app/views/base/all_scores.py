"""学员成绩管理 over all classes: a base's scores, found by class, year, type, state, learner and day."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.permissions import Permission, may
from app.services.scores.classes import find_class, years_of
from app.services.scores.counts import count_up_to
from app.services.scores.export import export_scores
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import list_scores
from app.services.scores.standing import Standing
from app.services.scores.window import Window
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import requires
from forms.base.all_scores import AllScoresForm
from models import SubjectType

bp = Blueprint("all_scores", __name__, url_prefix="/scores/all")

FILTERS = ("class_id", "training_year", "credit_year", "subject_type", "state", "text", "since", "until")
COUNTED = 10_000


@bp.get("")
@requires(Permission.SCORE_VIEW)
def scores() -> ResponseReturnValue:
    """One page of what the filter means, newest first."""
    session, by, asked = context.session(), context.actor(), _asked()
    good = asked.validate()
    wanted = _filter(asked) if good else ScoreFilter()
    window = Window(after=asked.after.data, before=asked.before.data) if good else Window()
    return render_template(
        "base/scores/all.html",
        asked=asked,
        chosen_class=find_class(session, wanted.class_id, by=by) if wanted.class_id else None,
        count=count_up_to(session, wanted, COUNTED + 1, by=by),
        most=COUNTED,
        page=list_scores(session, wanted, window, by=by),
        address=_address,
        is_filtered=wanted != ScoreFilter(),
        may_enter=may(by, Permission.SCORE_ENTER),
        may_declare=may(by, Permission.SCORE_DECLARE),
    )


@bp.get("/scores.xlsx")
@requires(Permission.SCORE_EXPORT)
def file() -> ResponseReturnValue:
    """Everything that the filter means, as a spreadsheet."""
    asked = _asked()
    if not asked.validate():
        raise NotFound()
    return spreadsheet("学员成绩.xlsx", export_scores(context.session(), _filter(asked), by=context.actor()))


def _asked() -> AllScoresForm:
    years = years_of(context.session(), by=context.actor())
    states = [(one.value, one.label) for one in Standing]
    form = AllScoresForm(request.args)
    form.offer(training=years.training, credit=years.credit, states=states)
    return form


def _filter(asked: AllScoresForm) -> ScoreFilter:
    return ScoreFilter(
        class_id=asked.class_id.data,
        training_year=asked.training_year.data,
        credit_year=asked.credit_year.data,
        standing=Standing(asked.state.data) if asked.state.data else None,
        subject_type=SubjectType(asked.subject_type.data) if asked.subject_type.data else None,
        since=asked.since.data,
        until=asked.until.data,
        text=asked.text.data or "",
    )


def _address(**further: Any) -> dict[str, Any]:
    """The present filter as part of an address."""
    return {name: request.args.get(name) or None for name in FILTERS} | further
