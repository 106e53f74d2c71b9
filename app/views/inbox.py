"""待办事项: what waits for the reader, by class; deciding one, some or all."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.permissions import Permission
from app.services.approvals.user_tasks import user_task
from app.services.inbox import columns
from app.services.inbox.act import decide_chosen
from app.services.inbox.counts import count_due
from app.services.inbox.export import export_group, export_waiting
from app.services.inbox.filter import InboxFilter
from app.services.inbox.folds import BY_SUBMITTER, fold_by_submitter, fold_by_task
from app.services.inbox.groups import (
    Group,
    GroupKey,
    find_group,
    is_empty,
    list_groups,
    list_matching,
    next_group,
)
from app.services.inbox.rows import all_rows, count_rows, list_rows, whole_groups
from app.services.inbox.saved_views import list_views
from app.views import context
from app.views.deciding import after, choices_of, needing_comment, new_key
from app.views.downloads import spreadsheet
from app.views.filtering import conditions_of, conditions_to_act_on, groups_form, rows_form, submitter_name
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.inbox import ApproveGroupsForm, DecideRowsForm
from forms.inbox_filter import FilterForm

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

APPROVE = "approve"
PEEK_ROWS = 8


@bp.get("")
@requires(Permission.INBOX_VIEW)
def groups() -> ResponseReturnValue:
    """The groups that wait for the reader, counts first."""
    return _groups_page(_approve_form(key=new_key()))


@bp.post("/decide")
@requires(Permission.WORK_ITEM_DECIDE)
def decide_groups() -> ResponseReturnValue:
    """Approve whole groups at once."""
    form = _approve_form()
    if not form.validate():
        return _groups_page(form), 422
    chosen = {GroupKey(group_id, task_id): last_id for group_id, task_id, last_id in form.groups.data}
    targets = whole_groups(chosen, by=context.actor(), asked=conditions_to_act_on(groups_form()))
    done = decide_chosen(
        context.session(),
        targets,
        by=context.actor(),
        outcome=APPROVE,
        comment=form.comment.data,
        key=form.key.data,
    )
    asked: dict[str, Any] = groups_form().query()
    return after(done, APPROVE, url_for("inbox.groups", **asked))


@bp.get("/groups/<int:user_task_id>/<int:group_id>")
@requires(Permission.INBOX_VIEW)
def group(user_task_id: int, group_id: int) -> ResponseReturnValue:
    """One group: the rows to decide on."""
    found = find_group(context.session(), GroupKey(group_id, user_task_id), by=context.actor())
    return _group_page(found, _rows_form(found.outcomes, key=new_key()))


@bp.get("/groups/<int:user_task_id>/<int:group_id>/peek")
@requires(Permission.INBOX_VIEW)
def peek(user_task_id: int, group_id: int) -> ResponseReturnValue:
    """The first rows of a group, to open in its place in the list."""
    found = find_group(context.session(), GroupKey(group_id, user_task_id), by=context.actor())
    asked = rows_form()
    wanted = conditions_of(asked)
    page = list_rows(context.session(), found.key, by=context.actor(), asked=wanted, limit=PEEK_ROWS)
    return render_template("inbox/peek.html", group=found, page=page, asked=asked)


@bp.get("/rows.xlsx")
@requires(Permission.INBOX_EXPORT)
def file() -> ResponseReturnValue:
    """Every row that the filter matches, as a spreadsheet."""
    asked = conditions_to_act_on(groups_form())
    return spreadsheet("待办事项.xlsx", export_waiting(context.session(), asked, by=context.actor()))


@bp.get("/groups/<int:user_task_id>/<int:group_id>/rows.xlsx")
@requires(Permission.INBOX_EXPORT)
def group_file(user_task_id: int, group_id: int) -> ResponseReturnValue:
    """The rows of a group that the filter matches, as a spreadsheet."""
    asked, key = conditions_to_act_on(rows_form()), GroupKey(group_id, user_task_id)
    name, content = export_group(context.session(), key, asked, by=context.actor())
    return spreadsheet(f"{name}.xlsx", content)


@bp.post("/groups/<int:user_task_id>/<int:group_id>/columns")
@requires(Permission.INBOX_VIEW)
def show_columns(user_task_id: int, group_id: int) -> ResponseReturnValue:
    """Show the ticked columns of rows of this kind from now on."""
    kind = find_group(context.session(), GroupKey(group_id, user_task_id), by=context.actor()).kind
    columns.show_columns(context.session(), kind, request.form.getlist("columns"), by=context.actor())
    return redirect(_group_url(GroupKey(group_id, user_task_id)), 303)


@bp.get("/folded")
@requires(Permission.INBOX_VIEW)
def folded() -> ResponseReturnValue:
    """The first groups of a fold, to open in its place in the list."""
    asked = groups_form()
    page = list_groups(context.session(), by=context.actor(), asked=conditions_of(asked), limit=PEEK_ROWS)
    return render_template("inbox/folded.html", page=page, asked=asked)


@bp.post("/groups/<int:user_task_id>/<int:group_id>/decide")
@requires(Permission.WORK_ITEM_DECIDE)
def decide(user_task_id: int, group_id: int) -> ResponseReturnValue:
    """Decide the ticked rows of a group, or all that its filter matches."""
    key = GroupKey(group_id, user_task_id)
    form = _rows_form(user_task(context.session(), user_task_id).outcomes)
    if not form.validate():
        return _refused(key, form)
    done = decide_chosen(
        context.session(),
        _targets(key, form),
        by=context.actor(),
        outcome=form.outcome.data,
        comment=form.comment.data,
        key=form.key.data,
    )
    return after(done, form.outcome.data, _back_to(key))


def _refused(key: GroupKey, form: DecideRowsForm) -> ResponseReturnValue:
    """The page again with what was typed, unless nothing of the group waits any more."""
    try:
        found = find_group(context.session(), key, by=context.actor())
    except NotFound:
        flash("这一组已没有待办事项：可能已由同事办理，或已被申报方撤回。", "warning")
        return redirect(url_for("inbox.groups"), 303)
    return _group_page(found, form), 422


def _targets(key: GroupKey, form: DecideRowsForm) -> Any:
    if not form.is_whole:
        return form.ids.data
    asked = conditions_to_act_on(rows_form())
    return all_rows(key, by=context.actor(), up_to=form.up_to.data or 0, asked=asked)


def _back_to(key: GroupKey) -> str:
    """The group while something of it waits, else the list: the next group is one click away."""
    if is_empty(context.session(), key, by=context.actor()):
        return url_for("inbox.groups")
    return _group_url(key)


def _group_url(key: GroupKey) -> str:
    asked: dict[str, Any] = rows_form().query()
    return url_for("inbox.group", user_task_id=key.user_task_id, group_id=key.group_id, **asked)


def _approve_form(**data: object) -> ApproveGroupsForm:
    return ApproveGroupsForm(outcomes=[APPROVE], need_comment=[], data=data)


def _rows_form(outcomes: Sequence[str], **data: object) -> DecideRowsForm:
    return DecideRowsForm(outcomes=outcomes, need_comment=needing_comment(outcomes), data=data)


def _groups_page(form: ApproveGroupsForm) -> str:
    asked = groups_form()
    wanted, sort, fold = conditions_of(asked), asked.sort.data or "", asked.fold.data or ""
    if fold:
        return _folds_page(fold, asked, wanted)
    key = request.args.get("after", "")
    found = list_matching(
        context.session(),
        by=context.actor(),
        asked=wanted,
        sort=sort,
        after=key_in_address() if sort else GroupKey.parse(key),
    )
    return render_template(
        "inbox/groups.html",
        page=found.page,
        form=form,
        asked=asked,
        submitter_name=submitter_name(asked),
        views=list_views(context.session(), by=context.actor()),
        due_counts=count_due(context.session(), context.actor()),
        total=found.total,
        choices=choices_of([APPROVE]),
        is_first="after" not in request.args,
    )


def _folds_page(fold: str, asked: FilterForm, wanted: InboxFilter) -> str:
    if fold == BY_SUBMITTER:
        after = request.args.get("after", type=int)
        page = fold_by_submitter(context.session(), by=context.actor(), asked=wanted, after=after)
    else:
        page = fold_by_task(context.session(), by=context.actor(), asked=wanted)
    return render_template(
        "inbox/folds.html",
        page=page,
        asked=asked,
        submitter_name=submitter_name(asked),
        views=list_views(context.session(), by=context.actor()),
        due_counts=count_due(context.session(), context.actor()),
    )


def _group_page(found: Group, form: DecideRowsForm) -> str:
    asked = rows_form()
    wanted, after_id = conditions_of(asked), key_in_address() or 0
    session, by = context.session(), context.actor()
    page = list_rows(session, found.key, by=by, asked=wanted, sort=asked.sort.data or "", after=after_id)
    matching = None if wanted.is_empty else count_rows(session, found.key, by=by, asked=wanted)
    return render_template(
        "inbox/group.html",
        group=found,
        page=page,
        columns=columns.columns_of(session, found.kind, by=by),
        total=matching.count if matching else found.count,
        up_to=matching.last_id if matching else found.last_id,
        form=form,
        asked=asked,
        submitter_name=submitter_name(asked),
        is_first=after_id == 0,
        choices=choices_of(found.outcomes),
        next_group=next_group(session, found.key, by=by),
    )
