"""The decision tables of a draft, on a form that needs no scripts: every button sends the table as it is typed."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.diagrams.cells import Cell
from app.services.diagrams.draft_tables import (
    delete_table,
    find_table,
    grid_in,
    problems_of_table,
    save_table,
    upload_table,
)
from app.services.diagrams.drafts import DraftChanged, DraftClosed, DraftContent, read_draft
from app.services.diagrams.grids import MAX_COLUMNS, MAX_RULES, Grid, Row, changed, columns_of, new_grid
from app.services.diagrams.vocabulary import vocabulary
from app.views import context
from app.views.admin.diagrams import bpmn_file
from app.views.gate import requires
from forms.admin.diagrams import TableUploadForm

bp = Blueprint("tables", __name__, url_prefix="/diagrams/drafts/<int:draft_id>/tables")


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_EDIT)
def new(draft_id: int) -> ResponseReturnValue:
    """Write a table that is not there yet."""
    draft = _open(draft_id)
    if request.method == "POST":
        return _acted(draft, None)
    return _page(draft, None, new_grid(vocabulary(draft.process_id).variables))


@bp.route("/<key>/edit", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_EDIT)
def edit(draft_id: int, key: str) -> ResponseReturnValue:
    """Change a table."""
    draft = _open(draft_id)
    table = find_table(draft, key)
    grid = grid_in(draft, table)
    if request.method == "POST":
        return _acted(draft, key)
    problems = problems_of_table(draft.process_id, table.file, draft.files[table.file])
    return _page(draft, key, grid, problems=problems)


@bp.get("/<key>.dmn")
@requires(Permission.DIAGRAM_VIEW)
def download(draft_id: int, key: str) -> ResponseReturnValue:
    """The table as a file."""
    draft = _read(draft_id)
    return bpmn_file(draft.files[find_table(draft, key).file], f"{draft.process_id}-table.dmn")


@bp.route("/upload", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_EDIT)
def upload(draft_id: int) -> ResponseReturnValue:
    """Take in a table of another tool."""
    draft, form = _open(draft_id), TableUploadForm()
    if request.method == "GET" or not form.validate():
        return _upload_page(draft, form), 200 if request.method == "GET" else 422
    try:
        upload_table(context.session(), draft_id, form.file.data.read(), by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _upload_page(draft, form), 422
    flash("决策表已载入。", "success")
    return redirect(url_for("drafts.draft", draft_id=draft_id), 303)


@bp.route("/<key>/delete", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_EDIT)
def delete(draft_id: int, key: str) -> ResponseReturnValue:
    """Ask once more, then take the table out."""
    draft = _open(draft_id)
    table = find_table(draft, key)
    if request.method == "GET":
        return render_template("admin/tables/delete.html", draft=draft, table=table)
    delete_table(context.session(), draft_id, key, by=context.actor(), revision=_number("revision"))
    flash(f"决策表“{table.name}”已删去。", "success")
    return redirect(url_for("drafts.draft", draft_id=draft_id), 303)


def _read(draft_id: int) -> DraftContent:
    return read_draft(context.session(), draft_id, by=context.actor())


def _open(draft_id: int) -> DraftContent:
    draft = _read(draft_id)
    if not draft.is_open:
        raise DraftClosed()
    return draft


def _acted(draft: DraftContent, key: str | None) -> ResponseReturnValue:
    """What a button of the form does: keep the table, or show it changed."""
    grid, act = typed(request.form), request.form.get("act", "save")
    if act != "save":
        variables = vocabulary(draft.process_id).variables
        return _page(draft, key, changed(grid, act, request.form.get("variable", ""), variables))
    try:
        saved = save_table(context.session(), draft.id, key, grid, by=context.actor(), revision=_number("revision"))
    except (DraftChanged, FieldRefusal) as refusal:
        return _page(draft, key, grid, refusal=str(refusal)), refusal.status
    flash("决策表已保存，检查结果见下方。", "success")
    return redirect(url_for("tables.edit", draft_id=draft.id, key=saved), 303)


def _page(
    draft: DraftContent, key: str | None, grid: Grid, *, problems: Sequence[object] = (), refusal: str = ""
) -> str:
    variables = vocabulary(draft.process_id).variables
    return render_template(
        "admin/tables/edit.html",
        draft=draft,
        key=key,
        table_id=find_table(draft, key).sheets[0].id if key else "",
        grid=grid,
        columns=columns_of(grid.inputs, variables),
        unused=[variable for variable in variables if variable.name not in grid.inputs],
        problems=problems,
        refusal=refusal,
        revision=_number("revision") if request.method == "POST" else draft.revision,
        is_typed=request.method == "POST",
    )


def _upload_page(draft: DraftContent, form: TableUploadForm) -> str:
    return render_template("admin/tables/upload.html", draft=draft, form=form)


def _number(name: str) -> int:
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def typed(form: MultiDict[str, str]) -> Grid:
    """The table as it was typed."""
    inputs = form.getlist("input")[:MAX_COLUMNS]
    outputs = form.getlist("output")[:MAX_COLUMNS]
    ids = form.getlist("rule")[:MAX_RULES]
    return Grid(
        form.get("name", ""),
        form.get("hit_policy", ""),
        inputs,
        outputs,
        [_row(form, number, row_id, len(inputs), len(outputs)) for number, row_id in enumerate(ids)],
    )


def _row(form: MultiDict[str, str], number: int, row_id: str, inputs: int, outputs: int) -> Row:
    cells = [
        Cell(
            form.get(f"operator-{number}-{place}", "any"),
            form.get(f"value-{number}-{place}", ""),
            form.getlist(f"tick-{number}-{place}"),
        )
        for place in range(inputs)
    ]
    return Row(row_id, cells, [form.get(f"output-{number}-{place}", "") for place in range(outputs)])
