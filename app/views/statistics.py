"""查询统计: departments by region, employer, base and year; employers their people; bases their own classes."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.permissions import BASE, EMPLOYER, Permission
from app.services.statistics import export
from app.services.statistics.bases import own_figures, totals
from app.services.statistics.departments import by_base, by_employer, by_region, by_year
from app.services.statistics.figures import reached_chart, refreshed_at, states_chart, years_counted
from app.services.statistics.learners import Progress, count_learners, list_learners, standard_of
from app.services.statistics.scope import region_of
from app.today import today
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import requires
from forms.statistics import StatisticsForm

bp = Blueprint("statistics", __name__, url_prefix="/statistics")


@bp.get("")
@requires(Permission.STATISTICS_VIEW)
def start() -> ResponseReturnValue:
    """Show what the reader's organisation counts."""
    page: Callable[[], ResponseReturnValue] = {BASE: own, EMPLOYER: learners}.get(context.actor().kind, regions)
    return page()


@bp.get("/regions")
@requires(Permission.STATISTICS_VIEW)
def regions() -> ResponseReturnValue:
    """The parts of a region."""
    session, by, asked = context.session(), context.actor(), _asked()
    lines = by_region(session, _year(asked), by=by, region_code=asked.region.data)
    region = region_of(session, asked.region.data, by=by)
    return _page("regions", asked, lines=lines, region=region, charts=_charts(lines))


@bp.get("/regions.xlsx")
@requires(Permission.STATISTICS_VIEW)
def regions_file() -> ResponseReturnValue:
    """The same as a file."""
    session, by, asked = context.session(), context.actor(), _asked()
    content = export.export_regions(session, _year(asked), by=by, region_code=asked.region.data)
    return spreadsheet(f"{_year(asked)}年度按地区统计.xlsx", content)


@bp.get("/employers")
@requires(Permission.STATISTICS_VIEW)
def employers() -> ResponseReturnValue:
    """The employers of one region."""
    session, by, asked = context.session(), context.actor(), _asked()
    page = by_employer(session, _year(asked), by=by, region_code=asked.region.data, after=asked.after.data)
    region = region_of(session, asked.region.data, by=by)
    return _page("employers", asked, lines=page.rows, region=region, next_after=page.next_after)


@bp.get("/employers.xlsx")
@requires(Permission.STATISTICS_VIEW)
def employers_file() -> ResponseReturnValue:
    """The same as a file, all pages."""
    session, by, asked = context.session(), context.actor(), _asked()
    content = export.export_employers(session, _year(asked), by=by, region_code=asked.region.data)
    return spreadsheet(f"{_year(asked)}年度用人单位统计.xlsx", content)


@bp.get("/bases")
@requires(Permission.STATISTICS_VIEW)
def bases() -> ResponseReturnValue:
    """The bases beneath."""
    session, by, asked = context.session(), context.actor(), _asked()
    page = by_base(session, _year(asked), by=by, after=asked.after.data)
    charts = [("各基地成绩状态", states_chart(page.rows))] if page.rows else []
    return _page("bases", asked, lines=page.rows, next_after=page.next_after, charts=charts)


@bp.get("/bases.xlsx")
@requires(Permission.STATISTICS_VIEW)
def bases_file() -> ResponseReturnValue:
    """The same as a file, all pages."""
    asked = _asked()
    content = export.export_bases(context.session(), _year(asked), by=context.actor())
    return spreadsheet(f"{_year(asked)}年度按基地统计.xlsx", content)


@bp.get("/years")
@requires(Permission.STATISTICS_VIEW)
def years() -> ResponseReturnValue:
    """Year by year."""
    session, by, asked = context.session(), context.actor(), _asked()
    lines = by_year(session, by=by, region_code=asked.region.data)
    region = region_of(session, asked.region.data, by=by)
    return _page("years", asked, lines=lines, region=region, charts=_charts(lines))


@bp.get("/years.xlsx")
@requires(Permission.STATISTICS_VIEW)
def years_file() -> ResponseReturnValue:
    """The same as a file."""
    content = export.export_years(context.session(), by=context.actor(), region_code=_asked().region.data)
    return spreadsheet("按年度统计.xlsx", content)


@bp.get("/learners")
@requires(Permission.STATISTICS_VIEW)
def learners() -> ResponseReturnValue:
    """How far the employer's people are this year."""
    session, by, asked = context.session(), context.actor(), _asked()
    year, progress, text = _year(asked), _progress(asked), asked.text.data or ""
    counted = count_learners(session, year, by=by)
    page = list_learners(session, year, by=by, progress=progress, text=text, after=asked.after.data)
    standard = standard_of(session, year, by=by)
    return _page("learners", asked, page=page, counted=counted, standard=standard)


@bp.get("/learners.xlsx")
@requires(Permission.STATISTICS_VIEW)
def learners_file() -> ResponseReturnValue:
    """The same as a file, all pages, id numbers masked."""
    session, by, asked = context.session(), context.actor(), _asked()
    text = asked.text.data or ""
    content = export.export_learners(session, _year(asked), by=by, progress=_progress(asked), text=text)
    return spreadsheet(f"{_year(asked)}年度学员完成情况.xlsx", content)


@bp.get("/own")
@requires(Permission.STATISTICS_VIEW)
def own() -> ResponseReturnValue:
    """A base's own classes, people and hours."""
    lines = own_figures(context.session(), by=context.actor())
    charts = [("各年度成绩状态", states_chart(totals(lines)))] if lines else []
    return _page("own", _asked(), lines=lines, charts=charts)


@bp.get("/own.xlsx")
@requires(Permission.STATISTICS_VIEW)
def own_file() -> ResponseReturnValue:
    """The same as a file."""
    return spreadsheet("本基地统计.xlsx", export.export_own(context.session(), by=context.actor()))


def _asked() -> StatisticsForm:
    """The filter; one that cannot be is of a page that is not there."""
    asked = StatisticsForm(request.args)
    if not asked.validate():
        raise NotFound()
    return asked


def _year(asked: StatisticsForm) -> int:
    return asked.year.data or today().year


def _progress(asked: StatisticsForm) -> Progress | None:
    return Progress(asked.progress.data) if asked.progress.data else None


def _charts(lines: Any) -> list[tuple[str, Any]]:
    return [("达标人数对比", reached_chart(lines)), ("成绩状态对比", states_chart(lines))] if lines else []


def _page(name: str, asked: StatisticsForm, **shown: Any) -> str:
    session, year = context.session(), _year(asked)
    known = sorted({year, today().year, *years_counted(session)}, reverse=True)
    return render_template(
        f"statistics/{name}.html", asked=asked, year=year, years=known, as_of=refreshed_at(session), **shown
    )
