"""A release of a diagram on its way: whoever drew it -> the security administrators."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.items.columns import json_object
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import Diagram, DiagramRelease, DiagramVersion, ItemKind, Organization, OrganizationKind, ReleaseState


class ReleaseNotDraft(Refusal):
    """该发布申请当前为“{state}”，不能再次提交。"""


class DiagramReleaseItem:
    """The item of `diagram_release`. What an approval puts into service, the approvals' effects do."""

    kind: ClassVar[ItemKind] = ItemKind.DIAGRAM_RELEASE
    process_id: ClassVar[str] = "diagram_release"
    submitter_party: ClassVar[str] = "system"
    start_permission: ClassVar[Permission] = Permission.DIAGRAM_RELEASE
    variables: ClassVar[Mapping[str, type]] = {"process": str, "is_scheduled": bool}
    parties: ClassVar[frozenset[str]] = frozenset({"system", "security"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected"})
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the releases; only those of the actor's organisation that were just written may be submitted."""
        rows = session.execute(
            select(DiagramRelease.id, DiagramRelease.organization_id, DiagramRelease.state)
            .where(DiagramRelease.id == func.any(list(item_ids)))
            .order_by(DiagramRelease.id)
            .with_for_update()
        )
        return [Candidate(row.id, _why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """What he asked to release: he never approves it himself."""
        return select(DiagramRelease.id).where(DiagramRelease.submitted_by_id == by.user_id)

    def instance_columns(self) -> Select[int, int, int]:
        """The drawing office submits; inboxes fold by it."""
        release = DiagramRelease
        return select(
            release.id.label("item_id"),
            release.organization_id.label("organization_id"),
            release.organization_id.label("group_id"),
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """Which process, from which version, why and when; the files by their digest."""
        release = DiagramRelease
        content = json_object(
            process=Diagram.name,
            base_version=DiagramVersion.number,
            note=release.note,
            effective_on=release.effective_on,
            digest=func.encode(release.digest, "hex"),
        )
        variables = json_object(
            process=release.process_id, is_scheduled=case((release.effective_on.is_(None), False), else_=True)
        )
        query: Select[Any, Any, Any] = select(
            release.id.label("item_id"), content.label("content"), variables.label("variables")
        )
        return query.join(Diagram, Diagram.process_id == release.process_id).join(
            DiagramVersion, DiagramVersion.id == release.base_version_id
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The office that drew it, and the one office of the security administrators."""
        if party not in self.parties:
            raise UnknownParty(party)
        security = (
            select(Organization.id)
            .where(Organization.kind == OrganizationKind.SECURITY, Organization.is_enabled)
            .scalar_subquery()
        )
        acts = DiagramRelease.organization_id if party == "system" else security
        return select(DiagramRelease.id.label("item_id"), acts.label("organization_id"))

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """待安全管理员审核: no second release of the process may be asked for."""
        _set_state(session, item_ids, ReleaseState.SUBMITTED)

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Rejected: over. What was approved is put into service by the effects, which write its state."""
        if ended == "rejected":
            _set_state(session, item_ids, ReleaseState.REJECTED)

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Over; another release may be asked for."""
        _set_state(session, item_ids, ReleaseState.WITHDRAWN)


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.organization_id != by.organization_id:
        return NotFound()
    if row.state != ReleaseState.DRAFT:
        return ReleaseNotDraft(state=row.state.label)
    return None


def _set_state(session: Session, item_ids: Sequence[int], state: ReleaseState) -> None:
    session.execute(
        update(DiagramRelease)
        .where(DiagramRelease.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
