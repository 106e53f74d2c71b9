"""What resolves to a member of the organisation: looked at before he leaves, and given to a colleague at once."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services import audit
from app.services.accounts.members import find_member
from app.services.accounts.office import lock_member, lock_office
from app.services.approvals.colleagues import Colleague, find_colleagues, list_colleagues
from app.services.approvals.history import Act, note_each
from app.services.approvals.holding import hold, why_not_to
from app.services.approvals.locking import LockedWorkItem, lock_work_items
from app.services.approvals.telling import tell_persons
from app.today import today
from models import EventKind, Membership, NotificationKind, SavedView, SignOff, Substitution, User, WorkItem

MANAGE = Permission.MEMBER_MANAGE
AT_ONCE = 10_000


@dataclass(frozen=True)
class Standing:
    """How much there is of each; substitutions with their days, in words."""

    held: int
    delegated: int  # by him, and waiting for a colleague's opinion
    signatures: int
    views: int  # that his colleagues use too
    substitutions: list[str]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing resolves to him."""
        return not (self.held or self.delegated or self.signatures or self.views or self.substitutions)


@dataclass(frozen=True)
class Given:
    """How many were given, and how many the colleague may not decide, which stay."""

    given: int
    left: int


def standing_of(session: Session, membership_id: int, *, by: Actor) -> Standing:
    """What resolves to a member; five counts from indexes. Raises NotFound, NotPermitted."""
    find_member(session, membership_id, by=by)
    user_id = session.get_one(Membership, membership_id).user_id
    own = (WorkItem.organization_id == by.organization_id, WorkItem.closed_at.is_(None))
    asked = (
        select(func.count())
        .select_from(SignOff)
        .join(WorkItem, WorkItem.id == SignOff.work_item_id)
        .where(SignOff.user_id == user_id, SignOff.signed_at.is_(None), SignOff.removed_at.is_(None), *own)
    )
    shared = (
        SavedView.organization_id == by.organization_id,
        SavedView.user_id == user_id,
        SavedView.is_shared.is_(True),
    )
    return Standing(
        held=_count(session, WorkItem.assignee_id == user_id, *own),
        delegated=_count(session, WorkItem.delegated_by_id == user_id, *own),
        signatures=session.scalar(asked) or 0,
        views=_count(session, *shared),
        substitutions=_substitutions(session, user_id, by),
    )


def colleagues_of(session: Session, membership_id: int, *, by: Actor) -> list[Colleague]:
    """To whom his work can be given."""
    find_member(session, membership_id, by=by)
    user_id = session.get_one(Membership, membership_id).user_id
    own = find_colleagues(session, [by.user_id], by=by)
    others = [one for one in list_colleagues(session, by=by) if one.user_id != by.user_id]
    return [one for one in (*own, *others) if one.user_id != user_id]


def give_all(session: Session, membership_id: int, to_user_id: int, *, by: Actor) -> Given:
    """Give what a member holds (at most AT_ONCE) and what he delegated to a colleague.

    What the colleague may not decide stays. Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn,
    NoSuchColleague.
    """
    by = lock_office(session, by=by, permission=MANAGE)
    _, user = lock_member(session, membership_id, by=by)
    to = find_colleagues(session, [to_user_id], by=by)[0]
    is_his = or_(WorkItem.assignee_id == user.id, WorkItem.delegated_by_id == user.id)
    his = select(WorkItem.id).where(is_his, WorkItem.organization_id == by.organization_id)
    ids = session.scalars(his.where(WorkItem.closed_at.is_(None)).order_by(WorkItem.id).limit(AT_ONCE)).all()
    rows = [row for row in lock_work_items(session, ids) if row.closed_at is None and not row.several_sign]
    given = [row for row in rows if to.user_id != user.id and why_not_to(row, to) is None]
    _give(session, given, user.id, to, by)
    audit.record(session, by=by, action=MANAGE, act="give_all", user=user.id, to=to.user_id, given=len(given))
    return Given(len(given), len(rows) - len(given))


def _give(session: Session, rows: list[LockedWorkItem], user_id: int, to: Colleague, by: Actor) -> None:
    """A delegate keeps what he was asked for; his opinion goes to the colleague then."""
    held = [row for row in rows if row.assignee_id == user_id]
    hold(session, held, assignee_id=to.user_id)
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == func.any([row.id for row in rows if row.assignee_id != user_id]))
        .values(delegated_by_id=to.user_id)
        .execution_options(synchronize_session=False)
    )
    act = Act(EventKind.TRANSFERRED, by)
    note_each(session, rows, act=act, about=[to.user_id] * len(rows))
    told = [(row.instance_id, to.user_id) for row in rows]
    tell_persons(session, NotificationKind.TRANSFERRED, told, act, organization_id=by.organization_id)


def _substitutions(session: Session, user_id: int, by: Actor) -> list[str]:
    one = Substitution
    rows = session.execute(
        select(one.user_id, one.first_day, one.last_day, User.name)
        .join(User, User.id == func.coalesce(func.nullif(one.user_id, user_id), one.substitute_id))
        .where(one.organization_id == by.organization_id, one.cancelled_at.is_(None), one.last_day >= today())
        .where(or_(one.user_id == user_id, one.substitute_id == user_id))
        .order_by(one.first_day, one.id)
        .limit(50)
    )
    said = {True: "由{}代理", False: "代理{}"}
    return [f"{said[row.user_id == user_id].format(row.name)}，{row.first_day} 至 {row.last_day}" for row in rows]


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*where)) or 0
