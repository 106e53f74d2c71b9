"""转版: what is in flight moves to another version, group by group; and what a draft would mean for all cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission, may
from app.services.diagrams.drafts import read_draft
from app.services.diagrams.releases import read_release
from app.services.diagrams.versions import find_process, read_version
from app.services.migrating.cases import cases_of
from app.services.migrating.migrate import Choice, migrate
from app.services.migrating.plan import Plan, make_plan
from app.services.migrating.read import find_migration
from app.services.migrating.refusals import ChoiceNotOffered, GroupNotFound, MigrationRunning, NothingToMove
from app.services.migrating.trial import preview_files
from app.services.migrating.undo import undo as undo_migration
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.admin.migrations import UndoForm, choices_form
from models import MigrationChoice

bp = Blueprint("migrations", __name__, url_prefix="/diagrams")


@bp.route("/versions/<int:version_id>/migrate", methods=["GET", "POST"])
@requires(Permission.DIAGRAM_MIGRATE)
def plan(version_id: int) -> ResponseReturnValue:
    """Show what is in flight on other versions, and move it as chosen."""
    session, by = context.session(), context.actor()
    process_id = read_version(session, version_id, by=by).process_id
    planned = make_plan(session, process_id, version_id, by=by)
    form = choices_form(planned.groups)
    if request.method == "POST" and form.validate():
        try:
            migration = migrate(session, planned, _chosen(form), by=by)
        except (ChoiceNotOffered, GroupNotFound, MigrationRunning, NothingToMove) as refusal:
            flash(str(refusal), "warning")
        else:
            return redirect(url_for("migrations.migration", migration_id=migration.id), 303)
    return _plan_page(planned, form), 422 if request.method == "POST" else 200


@bp.get("/migrations/<int:migration_id>")
@requires(Permission.DIAGRAM_VIEW)
def migration(migration_id: int) -> ResponseReturnValue:
    """How far a migration is, and what became of each group."""
    found = find_migration(context.session(), migration_id, by=context.actor())
    may_undo = may(context.actor(), Permission.DIAGRAM_MIGRATE) and found.may_be_undone
    return render_template("admin/migrations/migration.html", migration=found, form=UndoForm(), may_undo=may_undo)


@bp.get("/migrations/<int:migration_id>/progress")
@requires(Permission.DIAGRAM_VIEW)
def progress(migration_id: int) -> ResponseReturnValue:
    """The bar alone, which asks for itself again until the migration is finished."""
    found = find_migration(context.session(), migration_id, by=context.actor())
    return render_template("admin/migrations/progress.html", migration=found)


@bp.post("/migrations/<int:migration_id>/undo")
@requires(Permission.DIAGRAM_MIGRATE)
def undo(migration_id: int) -> ResponseReturnValue:
    """Put back what nobody decided since: all of it, or the groups that were ticked."""
    groups = request.form.getlist("groups", type=int)
    done = undo_migration(context.session(), migration_id, by=context.actor(), groups=groups or None)
    return redirect(url_for("migrations.migration", migration_id=done.id), 303)


@bp.get("/drafts/<int:draft_id>/preview")
@requires(Permission.DIAGRAM_VIEW)
def preview(draft_id: int) -> ResponseReturnValue:
    """What the draft would have done with the last cases, and does with what is in flight."""
    draft = read_draft(context.session(), draft_id, by=context.actor())
    return _preview_page(Previewed(draft.process_id, draft.files, draft.name, "drafts.draft", draft.id))


@bp.get("/releases/<int:release_id>/preview")
@requires(Permission.DIAGRAM_VIEW)
def release_preview(release_id: int) -> ResponseReturnValue:
    """The same for what was submitted, while the draft may go on being drawn."""
    release = read_release(context.session(), release_id, by=context.actor())
    shown = Previewed(release.process_id, release.files, release.note, "drafts.release_of", release.id)
    return _preview_page(shown)


@dataclass(frozen=True)
class Previewed:
    """What a preview is of: its files, what it is called, and the page that it leads back to."""

    process_id: str
    files: Mapping[str, str]
    name: str
    endpoint: str
    id: int

    @property
    def back(self) -> str:
        """The address of that page."""
        argument = "draft_id" if self.endpoint == "drafts.draft" else "release_id"
        return url_for(self.endpoint, **{argument: self.id})  # type: ignore[arg-type]


def _preview_page(shown: Previewed) -> str:
    """All lines; or the cases of the one that the address names."""
    session, by, line = context.session(), context.actor(), request.args.get("line", "")
    found = preview_files(session, shown.process_id, shown.files, by=by)
    process = find_process(session, shown.process_id, by=by)
    if not line or found is None:
        return render_template("admin/migrations/preview.html", process=process, preview=found, shown=shown)
    after = key_in_address() or 0
    page = cases_of(session, found, shown.files, line, by=by, after=after)
    return render_template(
        "admin/migrations/cases.html", process=process, page=page, shown=shown, line=line, after=after
    )


def _chosen(form: object) -> dict[str, Choice]:
    chosen = {}
    for key, value in form.chosen().items():  # type: ignore[attr-defined]
        kind, _, target = value.partition(":")
        chosen[key] = Choice(MigrationChoice(kind), target)
    return chosen


def _plan_page(planned: Plan, form: object) -> str:
    process = find_process(context.session(), planned.process_id, by=context.actor())
    return render_template("admin/migrations/plan.html", plan=planned, form=form, process=process)
