"""The preview of a draft, for its page."""

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.diagrams.checking import bundle_from, problems_of
from app.services.diagrams.drafts import DraftContent
from app.services.migrating.preview import Preview, preview
from workflows.engine import compile_bundle


def preview_draft(session: Session, draft: DraftContent, *, by: Actor) -> Preview | None:
    """What a draft would mean; None while it has problems."""
    bundle = bundle_from(draft.process_id, draft.files)
    if problems_of(bundle):
        return None
    return preview(session, draft.process_id, compile_bundle(bundle), by=by)
