"""Asking for the release of a draft, and correcting what was returned."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission, owns
from app.plain_text import tidy
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm
from app.services.approvals.returned import lock_returned_task
from app.services.audit import record
from app.services.diagrams.checking import bundle_from, problems_to_people
from app.services.diagrams.drafts import hold_draft
from app.services.diagrams.library import current_version
from app.services.diagrams.refusals import (
    DateTooEarly,
    DraftHasProblems,
    NoteMissing,
    NothingDiffers,
    ReleaseNotReturned,
    ReleaseUnderWay,
)
from app.today import today
from models import (
    Diagram,
    DiagramDraft,
    DiagramRelease,
    DiagramVersion,
    ItemKind,
    ReleaseState,
)

PROCESS = "diagram_release"
RELEASE = Permission.DIAGRAM_RELEASE
NOTE = range(10, 501)  # characters


@dataclass(frozen=True)
class ReleaseFields:
    """Why, and from which day; none: as soon as it is approved."""

    note: str
    effective_on: date | None = None


def submit_release(session: Session, draft_id: int, fields: ReleaseFields, *, by: Actor) -> int:
    """Ask the security administrators to release a draft as it is now. Returns the release's id.

    Raises NotFound, DraftClosed, DraftHasProblems, NothingDiffers, ReleaseUnderWay, NoteMissing, DateTooEarly.
    """
    draft, _ = hold_draft(session, draft_id, by=by)
    by = confirm(session, by, RELEASE)
    session.get_one(Diagram, draft.process_id, with_for_update=True)
    _refuse_second(session, draft.process_id)
    release = DiagramRelease(
        draft_id=draft.id,
        process_id=draft.process_id,
        organization_id=by.organization_id,
        submitted_by_id=by.user_id,
    )
    _fill(session, release, draft, fields)
    session.add(release)
    session.flush()
    result = start(session, PROCESS, [release.id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(
        session, by=by, action=RELEASE, release=release.id, process=draft.process_id, digest=release.digest.hex()
    )
    return release.id


def correct_release(
    session: Session, release_id: int, fields: ReleaseFields, *, by: Actor, comment: str = ""
) -> None:
    """Submit the draft again as it is now, in the same instance.

    Raises NotFound, ReleaseNotReturned, and what `submit_release` raises.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    item = lock_returned_task(session, ItemKind.DIAGRAM_RELEASE, release_id)
    release = session.get(DiagramRelease, release_id, with_for_update=True, populate_existing=True)
    if release is None or not owns(by, organization_id=release.organization_id):
        raise NotFound()
    if item is None:
        raise ReleaseNotReturned()
    draft, by = hold_draft(session, release.draft_id, by=by)
    release.submitted_by_id = by.user_id
    _fill(session, release, draft, fields)
    session.flush()
    record(session, by=by, action=RELEASE, act="correct", release=release.id, digest=release.digest.hex())
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal


def _fill(session: Session, release: DiagramRelease, draft: DiagramDraft, fields: ReleaseFields) -> None:
    note = tidy(fields.note)
    if len(note) not in NOTE:
        raise NoteMissing()
    if fields.effective_on is not None and fields.effective_on <= today():
        raise DateTooEarly()
    bundle = bundle_from(draft.process_id, draft.files)
    base = session.get_one(DiagramVersion, current_version(session, draft.process_id))
    if base.digest.hex() == bundle.digest:
        raise NothingDiffers(number=base.number)
    if problems := problems_to_people(bundle):
        raise DraftHasProblems(count=len(problems), first=problems[0].message)
    release.base_version_id, release.files = base.id, draft.files
    release.digest = bytes.fromhex(bundle.digest)
    release.note, release.effective_on = note, fields.effective_on


def _refuse_second(session: Session, process_id: str) -> None:
    states = (ReleaseState.DRAFT, ReleaseState.SUBMITTED, ReleaseState.SCHEDULED)
    there = select(DiagramRelease.id).where(
        DiagramRelease.process_id == process_id, DiagramRelease.state.in_(states)
    )
    if session.scalar(there) is not None:
        raise ReleaseUnderWay()
