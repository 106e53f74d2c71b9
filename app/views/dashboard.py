"""办理分析: what an organisation has to decide and decided, and those below a department."""

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.permissions import Permission
from app.services.dashboard import charts, figures, heat
from app.services.dashboard.below import list_beneath
from app.services.dashboard.period import Period, PeriodName, months_of, period_of
from app.services.dashboard.scope import organization_of
from app.services.statistics.scope import DEPARTMENTS
from app.today import today
from app.views import context
from app.views.gate import requires
from forms.dashboard import DashboardForm
from models import Organization

bp = Blueprint("dashboard", __name__, url_prefix="/dashboard")


@bp.get("")
@requires(Permission.DASHBOARD_VIEW)
def dashboard() -> ResponseReturnValue:
    """The figures of the reader's organisation, or of one below it."""
    session, asked = context.session(), _asked()
    one, period = _organization(asked), _period(asked)
    steps, regions = figures.steps_of(session, one.id, period), figures.regions_of(session, one, period)
    total = figures.total_of(steps)
    return _page(
        "dashboard",
        asked,
        one,
        steps=steps,
        total=total,
        before=figures.decided_in(session, one.id, period.year_before),
        causes=charts.causes(total),
        loads=figures.loads_of(session, one.id),
        processes=figures.by_process(steps),
        charts=_charts(one, steps, regions, period),
    )


@bp.get("/organizations")
@requires(Permission.DASHBOARD_VIEW)
def organizations() -> ResponseReturnValue:
    """The organisations below a department, and what waits at each."""
    asked = _asked()
    page = list_beneath(context.session(), _period(asked), by=context.actor(), after=asked.after.data)
    return _page("organizations", asked, _organization(asked), page=page)


@bp.get("/heat/<process_id>")
@requires(Permission.DASHBOARD_VIEW)
def heat_map(process_id: str) -> ResponseReturnValue:
    """Where a process is slow, on its diagram."""
    asked = _asked()
    one, by = _organization(asked), heat.HeatBy(asked.heat.data)
    name = heat.process_name(context.session(), process_id)
    steps = _steps(one, process_id, asked)
    tones = {step.node_id: heat.tone_of(step, steps, by) for step in steps}
    return _page("heat", asked, one, process_id=process_id, name=name, steps=steps, tones=tones)


@bp.get("/heat/<process_id>.json")
@requires(Permission.DASHBOARD_VIEW)
def heat_picture(process_id: str) -> ResponseReturnValue:
    """The same for the viewer of diagrams."""
    asked = _asked()
    steps = _steps(_organization(asked), process_id, asked)
    return heat.picture_of(context.session(), process_id, steps, heat.HeatBy(asked.heat.data))


def _asked() -> DashboardForm:
    """What is asked; what cannot be is of a page that is not there."""
    asked = DashboardForm(request.args)
    if not asked.validate():
        raise NotFound()
    return asked


def _organization(asked: DashboardForm) -> Organization:
    return organization_of(context.session(), asked.organization.data, by=context.actor())


def _period(asked: DashboardForm) -> Period:
    return period_of(PeriodName(asked.period.data), today())


def _steps(one: Organization, process_id: str, asked: DashboardForm) -> list[figures.Step]:
    return heat.steps_of_process(context.session(), process_id, one, _period(asked))


def _charts(
    one: Organization, steps: Sequence[figures.Step], regions: Sequence[figures.Part], period: Period
) -> Sequence[tuple[str, object]]:
    """Title and data of each; only the reader's own rows can be led to."""
    session, year = context.session(), period.since.year
    own = one.id == context.actor().organization_id
    inbox: Callable[..., str] = (lambda **query: url_for("inbox.groups", **query)) if own else lambda **query: ""
    decided = [url_for("decided.decided", whose="all", since=m.since, until=m.last_day) for m in months_of(year)]
    found = [
        ("各类事项", charts.processes_chart(steps, [inbox(kind=one.kind) for one, _ in figures.by_process(steps)])),
        ("申报单位地区", charts.regions_chart(regions, [inbox(region=p.code) if p.code else "" for p in regions])),
        ("办结件数与上年对比", charts.years_chart(
            year,
            figures.decided_by_month(session, one.id, year),
            figures.decided_by_month(session, one.id, year - 1),
            decided if own else [],
        )),
    ]  # fmt: skip
    return found if steps else found[2:]


def _page(template: str, asked: DashboardForm, one: Organization, **shown: object) -> str:
    by = context.actor()
    return render_template(
        f"dashboard/{template}.html",
        asked=asked,
        organization=one,
        is_own=one.id == by.organization_id,
        sees_below=by.kind in DEPARTMENTS,
        period=_period(asked),
        periods_offered=list(PeriodName),
        counted_at=figures.counted_at(context.session()),
        **shown,
    )
