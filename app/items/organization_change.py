"""A change of an organisation on its way: organisation -> its superior, and the new one where that changes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.columns import json_object, names_of_files
from app.items.item import Candidate, UnknownParty
from app.items.organization_move import move
from app.items.registration import CodeTaken
from app.permissions import Permission, Submitter
from models import ChangeKind, ChangeState, ItemKind, Organization, OrganizationChange

SUPERIOR = func.coalesce(Organization.superior_id, Organization.hr_id)
"""Who decides: the superior in the tree, else the HR department of the same level."""

REVIEWER = func.coalesce(OrganizationChange.old_superior_id, OrganizationChange.old_hr_id, SUPERIOR)
"""The same as it was when the change was submitted; the oldest changes kept neither."""

NEW_REVIEWER = case(
    (OrganizationChange.new_superior_id != REVIEWER, OrganizationChange.new_superior_id),
    else_=OrganizationChange.new_hr_id,
)
"""Who has to agree after it: the new superior, or the new HR department where the superior stays."""


class ChangeNotDraft(Refusal):
    """该变更申请当前为“{state}”，不能再次提交。"""


class OrganizationChangeItem:
    """The item of `organization_change`."""

    kind: ClassVar[ItemKind] = ItemKind.ORGANIZATION_CHANGE
    process_id: ClassVar[str] = "organization_change"
    submitter_party: ClassVar[str] = "organization"
    start_permission: ClassVar[Permission] = Permission.ORGANIZATION_CHANGE
    variables: ClassVar[Mapping[str, type]] = {"code_changes": bool, "superior_changes": bool, "level": str}
    parties: ClassVar[frozenset[str]] = frozenset({"organization", "superior", "new_superior"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected"})
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the changes; only those of the actor's organisation that were just written may be submitted."""
        rows = session.execute(
            select(OrganizationChange.id, OrganizationChange.organization_id, OrganizationChange.state)
            .where(OrganizationChange.id == func.any(list(item_ids)))
            .order_by(OrganizationChange.id)
            .with_for_update()
        )
        return [Candidate(row.id, _why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """No change is a person's own."""
        return None

    def instance_columns(self) -> Select[int, int, int]:
        """The organisation submits; inboxes fold by who reviews."""
        return _beside_organization(
            OrganizationChange.organization_id.label("organization_id"), REVIEWER.label("group_id")
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """Old and new, and why."""
        change = OrganizationChange
        content = case(
            (change.kind == ChangeKind.SUPERIOR, _places()),
            else_=json_object(
                old_name=change.old_name,
                new_name=change.new_name,
                old_credit_code=change.old_credit_code,
                new_credit_code=change.new_credit_code,
                reason=change.reason,
                scan=names_of_files(change, ItemKind.ORGANIZATION_CHANGE),
            ),
        )
        variables = json_object(
            code_changes=change.old_credit_code != change.new_credit_code,
            superior_changes=change.kind == ChangeKind.SUPERIOR,
            level=Organization.level,
        )
        return _beside_organization(content.label("content"), variables.label("variables"))

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The organisation itself, its superior, and the one that it wants."""
        if party not in self.parties:
            raise UnknownParty(party)
        acts = {"organization": OrganizationChange.organization_id, "superior": REVIEWER}.get(party, NEW_REVIEWER)
        return _beside_organization(acts.label("organization_id"))

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """变更审核中: no second change may be asked for."""
        _set_state(session, item_ids, ChangeState.SUBMITTED)

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Approved: the organisation has its new name and code, or its new place in the tree.

        Raises CodeTaken, StillInFlight or SuperiorUnfit, and nothing has happened.
        """
        if ended == "approved":
            for kind, apply in APPLIED.items():
                if of_kind := _of_kind(session, item_ids, kind):
                    apply(session, of_kind)
        _set_state(session, item_ids, STATE_AT_END[ended])

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Over; another change may be asked for."""
        _set_state(session, item_ids, ChangeState.WITHDRAWN)


STATE_AT_END = {"approved": ChangeState.APPROVED, "rejected": ChangeState.REJECTED}


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.organization_id != by.organization_id:
        return NotFound()
    if row.state != ChangeState.DRAFT:
        return ChangeNotDraft(state=row.state.label)
    return None


def _beside_organization(*columns: Any) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(OrganizationChange.id.label("item_id"), *columns)
    return query.join(Organization, Organization.id == OrganizationChange.organization_id)


def _places() -> Any:
    """Old and new place in the tree, by the names of those above."""
    change = OrganizationChange
    return json_object(
        old_superior=_name_of(REVIEWER),
        new_superior=_name_of(change.new_superior_id),
        old_hr=_name_of(change.old_hr_id),
        new_hr=_name_of(change.new_hr_id),
        reason=change.reason,
    )


def _name_of(id_: Any) -> Any:
    named = aliased(Organization)
    return select(named.name).where(named.id == id_).correlate(OrganizationChange, Organization).scalar_subquery()


def _of_kind(session: Session, item_ids: Sequence[int], kind: ChangeKind) -> Sequence[int]:
    meant = (OrganizationChange.id == func.any(list(item_ids)), OrganizationChange.kind == kind)
    return session.scalars(select(OrganizationChange.id).where(*meant)).all()


def _rename(session: Session, item_ids: Sequence[int]) -> None:
    """Look first, so that the codes can be named; who takes one in the same moment meets the unique key."""
    change, is_meant = OrganizationChange, OrganizationChange.id == func.any(list(item_ids))
    taken = (
        select(change.new_credit_code)
        .join(Organization, Organization.credit_code == change.new_credit_code)
        .where(is_meant, Organization.id != change.organization_id)
    )
    if codes := session.scalars(taken).all():
        raise CodeTaken(codes="、".join(codes))
    renaming = (
        update(Organization)
        .where(Organization.id == change.organization_id, is_meant)
        .values(name=change.new_name, name_key=change.new_name_key, credit_code=change.new_credit_code)
        .execution_options(synchronize_session=False)
    )
    try:
        with session.begin_nested():
            session.execute(renaming)
    except IntegrityError as error:
        if "uq_organization_credit_code" not in str(error.orig):
            raise
        codes = session.scalars(select(change.new_credit_code).where(is_meant).order_by(change.id)).all()
        raise CodeTaken(codes="、".join(codes)) from None


def _set_state(session: Session, item_ids: Sequence[int], state: ChangeState) -> None:
    session.execute(
        update(OrganizationChange)
        .where(OrganizationChange.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


APPLIED = {ChangeKind.IDENTITY: _rename, ChangeKind.SUPERIOR: move}
"""What approval does, by the kind of change."""
