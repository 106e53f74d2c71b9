"""What follows the approval of a release, at once or on its day; and going back to an earlier version."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.diagrams.checking import bundle_from
from app.services.diagrams.library import current_version
from app.services.diagrams.publish import keep_version, put_into_service
from app.services.diagrams.refusals import (
    AlreadyInService,
    NotApprovedByAnother,
    ReleasedMeanwhile,
)
from app.today import today
from models import (
    Diagram,
    DiagramDraft,
    DiagramRelease,
    DiagramVersion,
    DraftState,
    EventKind,
    Instance,
    InstanceEvent,
    ItemKind,
    Membership,
    OrganizationKind,
    ReleaseState,
)


def enact_releases(session: Session, release_ids: Sequence[int]) -> None:
    """Put what was approved into service, or keep it for its day.

    Whatever the diagram of the releases says, a security administrator who did not draw it must have approved.
    Raises NotApprovedByAnother, ReleasedMeanwhile, DiagramRefused; nothing has happened then.
    """
    query = select(DiagramRelease).where(DiagramRelease.id == func.any(list(release_ids)))
    for release in session.scalars(query.order_by(DiagramRelease.id).with_for_update()):
        if release.state not in (ReleaseState.SUBMITTED, ReleaseState.SCHEDULED):
            continue
        release.approved_by_id = _approver(session, release)
        _refuse_if_moved(session, release)
        release.version_id = keep_version(session, bundle_from(release.process_id, release.files))
        release.state = ReleaseState.SCHEDULED
        session.flush()
        if release.effective_on is None or release.effective_on <= today():
            _enact(session, release)


def enact_due(session: Session) -> int:
    """Put into service what was approved for today or earlier; returns how many."""
    due = select(DiagramRelease).where(
        DiagramRelease.state == ReleaseState.SCHEDULED, DiagramRelease.effective_on <= today()
    )
    releases = session.scalars(due.order_by(DiagramRelease.id).with_for_update(skip_locked=True)).all()
    for release in releases:
        _enact(session, release)
    return len(releases)


def roll_back(session: Session, version_id: int, *, by: Actor) -> int:
    """Let new instances start on an earlier version again, at once; returns its number.

    What is in flight stays on its version. A scheduled release of the process is not touched. Raises NotFound,
    AlreadyInService.
    """
    by = confirm(session, by, Permission.DIAGRAM_ROLL_BACK)
    version = session.get(DiagramVersion, version_id)
    if version is None:
        raise NotFound()
    session.execute(select(Diagram).where(Diagram.process_id == version.process_id).with_for_update())
    before = current_version(session, version.process_id)
    if before == version.id:
        raise AlreadyInService(number=version.number)
    put_into_service(session, version.process_id, version.id)
    record(
        session,
        by=by,
        action=Permission.DIAGRAM_ROLL_BACK,
        process=version.process_id,
        before=before,
        version=version.id,
    )
    return version.number


def _enact(session: Session, release: DiagramRelease) -> None:
    if release.version_id is None:
        raise LookupError(release.id)
    put_into_service(session, release.process_id, release.version_id)
    release.state, release.released_at = ReleaseState.RELEASED, session.scalars(select(func.now())).one()
    session.execute(
        update(DiagramDraft)
        .where(DiagramDraft.id == release.draft_id)
        .values(state=DraftState.RELEASED)
        .execution_options(synchronize_session=False)
    )
    record(
        session,
        by=None,
        action="diagram:enact",
        user_id=release.approved_by_id,
        organization_id=release.organization_id,
        process=release.process_id,
        version=release.version_id,
        release=release.id,
    )
    session.flush()


def _approver(session: Session, release: DiagramRelease) -> int:
    """The security administrator who approved it, and neither submitted nor drew it."""
    holds_duty = exists().where(
        Membership.user_id == InstanceEvent.user_id,
        Membership.organization_id == InstanceEvent.organization_id,
        Membership.office == OrganizationKind.SECURITY.value,
    )
    approved = (
        select(InstanceEvent.user_id)
        .join(Instance, Instance.id == InstanceEvent.instance_id)
        .where(
            Instance.item_kind == ItemKind.DIAGRAM_RELEASE,
            Instance.item_id == release.id,
            InstanceEvent.kind == EventKind.DECIDED,
            InstanceEvent.outcome == "approve",
            InstanceEvent.revision == Instance.revision,
            InstanceEvent.user_id != release.submitted_by_id,
            holds_duty,
        )
        .order_by(InstanceEvent.instance_id.desc(), InstanceEvent.seq.desc())
        .limit(1)
    )
    approver = session.scalar(approved)
    draft = session.get_one(DiagramDraft, release.draft_id)
    if approver is None or approver in (draft.created_by_id, draft.saved_by_id):
        raise NotApprovedByAnother()
    return approver


def _refuse_if_moved(session: Session, release: DiagramRelease) -> None:
    diagram = session.get_one(Diagram, release.process_id, with_for_update=True, populate_existing=True)
    if diagram.current_version_id != release.base_version_id:
        newest = session.get_one(DiagramVersion, diagram.current_version_id)
        raise ReleasedMeanwhile(process=diagram.name, number=newest.number)
