"""For whom a step of a draft would be empty, by the organisations and members that there are today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Join, Subquery, any_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.items import Item, item_of_process
from app.permissions import MODULES, Actor, Permission
from app.services.diagrams.checking import bundle_from, problems_of
from app.services.diagrams.drafts import DraftContent
from app.services.guard import require
from models import Instance, Membership, Organization, Role
from workflows.engine import UserTask, compile_bundle

RECENT = 2_000  # submitted items that are looked at
NAMED = 5


@dataclass(frozen=True)
class Gap:
    """A step that nobody would act at: for which submitters there is no organisation, or which has no members."""

    step: str
    is_unstaffed: bool
    count: int
    names: Sequence[str]


def gaps_of(session: Session, draft: DraftContent, *, by: Actor) -> Sequence[Gap]:
    """The gaps for the items that were submitted last; none where the draft has problems."""
    require(by, Permission.DIAGRAM_VIEW)
    bundle = bundle_from(draft.process_id, draft.files)
    if problems_of(bundle):
        return []
    item = item_of_process(draft.process_id)
    tasks = [task for task in compile_bundle(bundle).user_tasks.values() if task.lane != item.submitter_party]
    found = [gap for task in tasks for gap in (_without(session, item, task), _unstaffed(session, item, task))]
    return [gap for gap in found if gap is not None]


def _acting(item: Item, task: UserTask) -> tuple[Subquery, Subquery, Join]:
    """Recent instances with the organisation that would act at the task."""
    recent = (
        select(Instance.id, Instance.item_id, Instance.organization_id)
        .where(Instance.item_kind == item.kind)
        .order_by(Instance.id.desc())
        .limit(RECENT)
        .subquery("recent")
    )
    parties = item.party_columns(task.lane, task.level or None).subquery("parties")
    joined = recent.outerjoin(parties, parties.c.item_id == recent.c.item_id)
    return recent, parties, joined


def _without(session: Session, item: Item, task: UserTask) -> Gap | None:
    recent, parties, joined = _acting(item, task)
    rows = session.execute(
        select(func.coalesce(Organization.name, "个人"), func.count())
        .select_from(joined)
        .outerjoin(Organization, Organization.id == recent.c.organization_id)
        .where(parties.c.organization_id.is_(None))
        .group_by(Organization.name)
        .order_by(func.count().desc())
    ).all()
    return (
        Gap(task.name, False, sum(count for _, count in rows), [name for name, _ in rows[:NAMED]]) if rows else None
    )


def _unstaffed(session: Session, item: Item, task: UserTask) -> Gap | None:
    _, parties, joined = _acting(item, task)
    kinds = [kind for kind, modules in MODULES.items() if task.permission in {module.value for module in modules}]
    may_act = exists(
        select(Membership.id)
        .outerjoin(Role, Role.id == Membership.role_id)
        .where(Membership.organization_id == Organization.id, Membership.is_enabled)
        .where(or_(Membership.is_super, literal(task.permission or "") == any_(Role.modules)))
    )
    acting = select(parties.c.organization_id).select_from(joined).distinct()
    names = session.scalars(
        select(Organization.name)
        .where(Organization.id.in_(acting), or_(Organization.kind.not_in(kinds), ~may_act))
        .order_by(Organization.name_key)
    ).all()
    return Gap(task.name, True, len(names), names[:NAMED]) if names else None
