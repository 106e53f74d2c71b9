"""基础数据: regions and industries; added, renamed, closed, never deleted."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.reference.edit_industries import add_industry, rename_industry, set_industry_open
from app.services.reference.edit_regions import add_region, rename_region, set_region_open
from app.services.reference.read import RegionRow, find_industry, find_region, list_industries, regions_under
from app.views import context
from app.views.gate import requires
from forms.admin.reference import NameForm, NewEntryForm
from models import Industry

bp = Blueprint("reference", __name__, url_prefix="/reference")


@bp.get("", defaults={"region_code": None})
@bp.get("/regions/<region_code>")
@requires(Permission.REFERENCE_MANAGE)
def regions(region_code: str | None) -> ResponseReturnValue:
    """The regions below one, or the topmost with those right below it."""
    session, by = context.session(), context.actor()
    topmost = regions_under(session, None, by=by) if region_code is None else []
    one = find_region(session, region_code, by=by) if region_code else next(iter(topmost), None)
    rows = regions_under(session, one.code, by=by) if one else []
    return render_template("admin/reference/regions.html", one=one, rows=rows, way=_way(one))


@bp.route("/regions/<region_code>/new", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def new_region(region_code: str) -> ResponseReturnValue:
    """Add a region below this one."""
    one, form = find_region(context.session(), region_code, by=context.actor()), NewEntryForm()

    def add() -> None:
        add_region(context.session(), region_code, form.code.data, form.name.data, by=context.actor())

    if request.method == "POST" and form.validate() and _done(form, add):
        flash(f"已新增区域“{form.name.data}”。", "success")
        return redirect(url_for("reference.regions", region_code=region_code), 303)
    return _page("admin/reference/region_form.html", form, one=one, is_new=True, way=_way(one))


@bp.route("/regions/<region_code>/rename", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def edit_region(region_code: str) -> ResponseReturnValue:
    """Rename a region."""
    one = find_region(context.session(), region_code, by=context.actor())
    form = NameForm(data={"name": one.name})

    def rename() -> None:
        rename_region(context.session(), region_code, form.name.data, by=context.actor())

    if request.method == "POST" and form.validate() and _done(form, rename):
        flash(f"“{one.name}”已更名为“{form.name.data}”。", "success")
        return redirect(url_for("reference.regions", region_code=one.parent_code), 303)
    return _page("admin/reference/region_form.html", form, one=one, is_new=False, way=_way(one))


@bp.route("/regions/<region_code>/close", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def close_region(region_code: str) -> ResponseReturnValue:
    """Close one, after one more question."""
    return _turn_region(region_code, is_open=False)


@bp.route("/regions/<region_code>/open", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def open_region(region_code: str) -> ResponseReturnValue:
    """Open one again, after one more question."""
    return _turn_region(region_code, is_open=True)


@bp.get("/industries")
@requires(Permission.REFERENCE_MANAGE)
def industries() -> ResponseReturnValue:
    """All industries."""
    rows = list_industries(context.session(), by=context.actor())
    return render_template("admin/reference/industries.html", rows=rows)


@bp.route("/industries/new", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def new_industry() -> ResponseReturnValue:
    """Add an industry."""
    form = NewEntryForm()

    def add() -> None:
        add_industry(context.session(), form.code.data, form.name.data, by=context.actor())

    if request.method == "POST" and form.validate() and _done(form, add):
        flash(f"已新增行业“{form.name.data}”。", "success")
        return redirect(url_for("reference.industries"), 303)
    return _page("admin/reference/industry_form.html", form, one=None)


@bp.route("/industries/<industry_code>/rename", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def edit_industry(industry_code: str) -> ResponseReturnValue:
    """Rename an industry."""
    one = find_industry(context.session(), industry_code, by=context.actor())
    form, old = NameForm(data={"name": one.name}), one.name

    def rename() -> None:
        rename_industry(context.session(), industry_code, form.name.data, by=context.actor())

    if request.method == "POST" and form.validate() and _done(form, rename):
        flash(f"“{old}”已更名为“{form.name.data}”。", "success")
        return redirect(url_for("reference.industries"), 303)
    return _page("admin/reference/industry_form.html", form, one=one)


@bp.route("/industries/<industry_code>/close", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def close_industry(industry_code: str) -> ResponseReturnValue:
    """Close one, after one more question."""
    return _turn_industry(industry_code, is_open=False)


@bp.route("/industries/<industry_code>/open", methods=["GET", "POST"])
@requires(Permission.REFERENCE_MANAGE)
def open_industry(industry_code: str) -> ResponseReturnValue:
    """Open one again, after one more question."""
    return _turn_industry(industry_code, is_open=True)


def _turn_region(region_code: str, *, is_open: bool) -> ResponseReturnValue:
    one = find_region(context.session(), region_code, by=context.actor())
    back = url_for("reference.regions", region_code=one.parent_code)
    return _turn(set_region_open, one, "区域", back, is_open=is_open)


def _turn_industry(industry_code: str, *, is_open: bool) -> ResponseReturnValue:
    one = find_industry(context.session(), industry_code, by=context.actor())
    return _turn(set_industry_open, one, "行业", url_for("reference.industries"), is_open=is_open)


def _turn(
    turn: Callable[..., None], one: RegionRow | Industry, what: str, back: str, *, is_open: bool
) -> ResponseReturnValue:
    """Ask once more, then close or open it."""
    name = one.name
    if request.method == "GET":
        return render_template("admin/reference/turn.html", one=one, is_open=is_open, back=back, what=what)
    turn(context.session(), one.code, is_open, by=context.actor())
    flash(f"已{'启用' if is_open else '停用'}{what}“{name}”。", "success")
    return redirect(back, 303)


def _way(one: RegionRow | None) -> list[RegionRow]:
    """The region and those above it, from the top."""
    way: list[RegionRow] = []
    while one is not None:
        way.insert(0, one)
        code = one.parent_code
        one = find_region(context.session(), code, by=context.actor()) if code else None
    return way


def _done(form: NameForm, change: Callable[[], None]) -> bool:
    try:
        change()
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _page(template: str, form: NameForm, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), 422 if form.is_submitted() else 200
