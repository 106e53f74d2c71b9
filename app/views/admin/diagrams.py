"""流程管理: the processes, the versions of their diagrams, and what each looks like."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.diagrams.drafts import list_drafts, start_draft
from app.services.diagrams.enacting import roll_back as roll_back_to
from app.services.diagrams.versions import find_process, list_processes, list_versions, read_version
from app.services.migrating.read import list_migrations
from app.views import context
from app.views.gate import requires
from forms.admin.diagrams import DraftForm

bp = Blueprint("diagrams", __name__, url_prefix="/diagrams")


@bp.get("")
@requires(Permission.DIAGRAM_VIEW)
def processes() -> ResponseReturnValue:
    """List the processes."""
    found = list_processes(context.session(), by=context.actor())
    return render_template("admin/diagrams/processes.html", processes=found)


@bp.get("/<process_id>")
@requires(Permission.DIAGRAM_VIEW)
def process(process_id: str) -> ResponseReturnValue:
    """One process: the diagram in service, its versions and its drafts."""
    return _page(process_id, DraftForm())


@bp.post("/versions/<int:version_id>/drafts")
@requires(Permission.DIAGRAM_EDIT)
def draft(version_id: int) -> ResponseReturnValue:
    """Begin a draft from a version: the one in service, or an old one that is to come back."""
    form = DraftForm()
    if form.validate():
        try:
            draft_id = start_draft(context.session(), version_id, form.name.data, by=context.actor())
        except FieldRefusal as refusal:
            form.refuse(refusal.field, refusal)
        else:
            return redirect(url_for("drafts.draft", draft_id=draft_id), 303)
    version = read_version(context.session(), version_id, by=context.actor())
    return _page(version.process_id, form), 422


@bp.get("/versions/<int:version_id>.json")
@requires(Permission.DIAGRAM_VIEW)
def picture(version_id: int) -> ResponseReturnValue:
    """The diagram of a version, for the viewer."""
    return {"xml": read_version(context.session(), version_id, by=context.actor()).xml}


@bp.get("/versions/<int:version_id>.bpmn")
@requires(Permission.DIAGRAM_VIEW)
def download(version_id: int) -> ResponseReturnValue:
    """The diagram of a version as a file."""
    version = read_version(context.session(), version_id, by=context.actor())
    return bpmn_file(version.xml, f"{version.process_id}-v{version.number}.bpmn")


@bp.post("/versions/<int:version_id>/roll-back")
@requires(Permission.DIAGRAM_ROLL_BACK)
def roll_back(version_id: int) -> ResponseReturnValue:
    """Put an earlier version into service again."""
    number = roll_back_to(context.session(), version_id, by=context.actor())
    version = read_version(context.session(), version_id, by=context.actor())
    flash(f"已恢复为第 {number} 版，新提交的事项按此版办理；办理中的事项仍按原版本办完。", "success")
    return redirect(url_for("diagrams.process", process_id=version.process_id), 303)


def bpmn_file(xml: str, name: str) -> Response:
    """A diagram to keep; browsers must not show it as a page of ours."""
    headers = {"Content-Disposition": f"attachment; filename={name}", "X-Content-Type-Options": "nosniff"}
    return Response(xml, mimetype="application/xml", headers=headers)


def _page(process_id: str, form: DraftForm) -> str:
    session, by = context.session(), context.actor()
    return render_template(
        "admin/diagrams/process.html",
        process=find_process(session, process_id, by=by),
        versions=list_versions(session, process_id, by=by),
        drafts=list_drafts(session, process_id, by=by),
        migrations=list_migrations(session, process_id, by=by),
        form=form,
        may_migrate=may(by, Permission.DIAGRAM_MIGRATE),
        may_edit=may(by, Permission.DIAGRAM_EDIT),
        may_roll_back=may(by, Permission.DIAGRAM_ROLL_BACK),
    )
