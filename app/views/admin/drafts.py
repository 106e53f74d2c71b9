"""A draft: what it changes, what is wrong with it, and asking for its release."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.diagrams.comparing import changes_of, picture_of_changes
from app.services.diagrams.draft_tables import list_tables
from app.services.diagrams.drafts import (
    DraftContent,
    check_draft,
    discard_draft,
    ignored_in,
    read_draft,
    upload_diagram,
)
from app.services.diagrams.gaps import gaps_of
from app.services.diagrams.refusals import DraftHasProblems, NothingDiffers, ReleaseUnderWay
from app.services.diagrams.releases import Release, instance_of, read_release, returned_release
from app.services.diagrams.releasing import ReleaseFields, correct_release, submit_release
from app.views import context
from app.views.admin.diagrams import bpmn_file
from app.views.gate import requires
from forms.admin.diagrams import ReleaseForm, UploadForm

bp = Blueprint("drafts", __name__, url_prefix="/diagrams")


@bp.get("/drafts/<int:draft_id>")
@requires(Permission.DIAGRAM_VIEW)
def draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft."""
    return _page(_read(draft_id), UploadForm())


@bp.get("/drafts/<int:draft_id>.bpmn")
@requires(Permission.DIAGRAM_VIEW)
def download(draft_id: int) -> ResponseReturnValue:
    """The diagram as a file, to go on drawing elsewhere."""
    found = _read(draft_id)
    return bpmn_file(found.xml, f"{found.process_id}-draft-{found.id}.bpmn")


@bp.get("/drafts/<int:draft_id>/<side>.json")
@requires(Permission.DIAGRAM_VIEW)
def picture(draft_id: int, side: str) -> ResponseReturnValue:
    """The draft with what is new, or (`before`) the version it is drawn from with what is gone."""
    found = _read(draft_id)
    return picture_of_changes(
        context.session(), found.base_version_id, found.process_id, found.files, before=side == "before"
    )


@bp.post("/drafts/<int:draft_id>/upload")
@requires(Permission.DIAGRAM_EDIT)
def upload(draft_id: int) -> ResponseReturnValue:
    """Put a file of another tool in the place of the drawn diagram."""
    form = UploadForm()
    if not form.validate():
        return _page(_read(draft_id), form), 422
    try:
        problems = upload_diagram(context.session(), draft_id, form.file.data.read(), by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _page(_read(draft_id), form), 422
    if problems:
        flash(f"已载入，有 {len(problems)} 处须改正，见下方检查结果。", "warning")
    else:
        flash("已载入，检查通过。", "success")
    return redirect(url_for("drafts.draft", draft_id=draft_id), 303)


@bp.post("/drafts/<int:draft_id>/discard")
@requires(Permission.DIAGRAM_EDIT)
def discard(draft_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    process_id = discard_draft(context.session(), draft_id, by=context.actor())
    flash("草稿已废弃。", "success")
    return redirect(url_for("diagrams.process", process_id=process_id), 303)


@bp.route("/drafts/<int:draft_id>/release", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_RELEASE)
def release(draft_id: int) -> ResponseReturnValue:
    """Ask for the release of a draft."""
    found, form = _read(draft_id), ReleaseForm()
    if request.method == "GET" or not form.validate() or not _sent(form, found, None):
        return _release_page(form, found, None), 200 if request.method == "GET" else 422
    flash("已提交，由安全管理员审核；审核通过后按生效日期发布。", "success")
    return redirect(url_for("diagrams.process", process_id=found.process_id), 303)


@bp.route("/releases/<int:release_id>/correct", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_RELEASE)
def correct(release_id: int) -> ResponseReturnValue:
    """Submit a returned release again, with the draft as it is now."""
    returned = returned_release(context.session(), release_id, by=context.actor())
    found = _read(returned.draft_id)
    form = ReleaseForm(data={"note": returned.note, "effective_on": returned.effective_on})
    if request.method == "GET" or not form.validate() or not _sent(form, found, returned):
        return _release_page(form, found, returned), 200 if request.method == "GET" else 422
    flash("已修改并重新提交，由安全管理员审核。", "success")
    return redirect(url_for("diagrams.process", process_id=found.process_id), 303)


@bp.get("/releases/<int:release_id>")
@requires(Permission.DIAGRAM_VIEW)
def release_of(release_id: int) -> ResponseReturnValue:
    """The page of its approval."""
    instance_id = instance_of(context.session(), release_id, by=context.actor())
    return redirect(url_for("instances.instance", instance_id=instance_id))


@bp.get("/releases/<int:release_id>/<side>.json")
@requires(Permission.DIAGRAM_VIEW)
def release_picture(release_id: int, side: str) -> ResponseReturnValue:
    """What a release puts in the place of what, for the viewer on its page."""
    found = read_release(context.session(), release_id, by=context.actor())
    return picture_of_changes(
        context.session(), found.base_version_id, found.process_id, found.files, before=side == "before"
    )


def _read(draft_id: int) -> DraftContent:
    return read_draft(context.session(), draft_id, by=context.actor())


def _page(found: DraftContent, form: UploadForm) -> str:
    problems = check_draft(found.process_id, found.xml, found.files)
    changes = changes_of(context.session(), found.base_version_id, found.process_id, found.files)
    return render_template(
        "admin/drafts/draft.html",
        draft=found,
        problems=problems,
        changes=changes,
        form=form,
        tables=list_tables(found),
        ignored=ignored_in(found),
        gaps=gaps_of(context.session(), found, by=context.actor()),
        may_edit=found.is_open and may(context.actor(), Permission.DIAGRAM_EDIT),
    )


def _release_page(form: ReleaseForm, found: DraftContent, returned: Release | None) -> str:
    changes = changes_of(context.session(), found.base_version_id, found.process_id, found.files)
    return render_template("admin/drafts/release.html", draft=found, changes=changes, form=form, returned=returned)


def _sent(form: ReleaseForm, found: DraftContent, returned: Release | None) -> bool:
    fields = ReleaseFields(form.note.data, form.effective_on.data)
    try:
        if returned is None:
            submit_release(context.session(), found.id, fields, by=context.actor())
        else:
            correct_release(context.session(), returned.id, fields, by=context.actor())
    except (DraftHasProblems, NothingDiffers, ReleaseUnderWay) as refusal:
        flash(str(refusal), "warning")
        return False
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
