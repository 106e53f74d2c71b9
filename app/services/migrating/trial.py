"""The preview of files that are not in service: of a draft, or of a release that waits."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.diagrams.checking import bundle_from, problems_of
from app.services.migrating.preview import Preview, preview
from workflows.engine import compile_bundle


def preview_files(session: Session, process_id: str, files: Mapping[str, str], *, by: Actor) -> Preview | None:
    """What they would mean for finished and running instances; None while they have problems."""
    bundle = bundle_from(process_id, files)
    if problems_of(bundle):
        return None
    return preview(session, process_id, compile_bundle(bundle), by=by)
