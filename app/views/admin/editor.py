"""The editor of a draft: the page, what it saves, and what it asks to be checked."""

from dataclasses import asdict
from typing import TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.errors import FieldRefusal, Refusal
from app.permissions import Permission
from app.services.diagrams.draft_tables import list_tables
from app.services.diagrams.drafts import (
    DraftChanged,
    DraftClosed,
    DraftContent,
    check_draft,
    read_draft,
    save_draft,
)
from app.services.diagrams.vocabulary import vocabulary
from app.views import context
from app.views.gate import requires
from app.views.security import allow_style_attributes

T = TypeVar("T")
bp = Blueprint("editor", __name__, url_prefix="/diagrams/drafts/<int:draft_id>")


@bp.get("/edit")
@requires(Permission.DIAGRAM_EDIT)
def edit(draft_id: int) -> ResponseReturnValue:
    """Show the editor."""
    draft = _read(draft_id)
    if not draft.is_open:
        raise DraftClosed()
    allow_style_attributes()
    return render_template("admin/editor/edit.html", draft=draft, data=_data(draft))


@bp.post("/save")
@requires(Permission.DIAGRAM_EDIT)
def save(draft_id: int) -> ResponseReturnValue:
    """Keep the drawing as the next revision; what is wrong with it comes back with its number."""
    try:
        xml = _sent("xml", str)
        newest = save_draft(
            context.session(), draft_id, by=context.actor(), xml=xml, revision=_sent("revision", int)
        )
    except DraftChanged as refusal:
        facts = refusal.facts
        told = {"by": facts["by_name"], "at": facts["at"], "revision": facts["revision"]}
        return {"message": str(refusal), **told}, 409
    except (DraftClosed, FieldRefusal, NotAsExpected) as refusal:
        return {"message": str(refusal)}, 422
    return {"revision": newest, "problems": _problems(_read(draft_id), xml)}


@bp.post("/check")
@requires(Permission.DIAGRAM_EDIT)
def check(draft_id: int) -> ResponseReturnValue:
    """Say what is wrong with a drawing that is not saved."""
    draft = _read(draft_id)
    try:
        return {"problems": _problems(draft, _sent("xml", str))}
    except NotAsExpected as refusal:
        return {"message": str(refusal)}, 422


def _read(draft_id: int) -> DraftContent:
    return read_draft(context.session(), draft_id, by=context.actor())


class NotAsExpected(Refusal):
    """提交的内容不完整，请刷新页面后再试。"""

    status = 422


def _sent(name: str, kind: type[T]) -> T:
    """A value of the JSON that was sent."""
    content = request.get_json(silent=True)
    value = content.get(name) if isinstance(content, dict) else None
    if not isinstance(value, kind):
        raise NotAsExpected()
    return value


def _problems(draft: DraftContent, xml: str) -> list[dict[str, str]]:
    found = check_draft(draft.process_id, xml, draft.files)
    return [{"element": one.element_id, "name": one.element_name, "message": one.message} for one in found]


def _data(draft: DraftContent) -> dict[str, object]:
    """What the scripts of the page start from."""
    return {
        "revision": draft.revision,
        "name": draft.name,
        "processId": draft.process_id,
        "xml": draft.xml,
        "saveUrl": url_for("editor.save", draft_id=draft.id),
        "checkUrl": url_for("editor.check", draft_id=draft.id),
        "token": generate_csrf(),
        "vocabulary": asdict(vocabulary(draft.process_id)),
        "tables": [
            {"id": sheet.id, "label": sheet.name or sheet.id}
            for table in list_tables(draft)
            for sheet in table.sheets
        ],
    }
