"""What an inbox is filtered by: one value, shared by its pages, bulk decisions, exports and saved views."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.errors import Refusal
from app.plain_text import tidy
from app.services.calendar.deadline import soon_until
from app.services.inbox.items import INBOX_ITEMS, PROCESS_OF
from models import Instance, ItemKind, Organization, Region, UserTask, WorkItem

OVERDUE, DUE_SOON = "overdue", "soon"
PERSONS = 0
"""The submitter's id that stands for persons: what they submit for themselves belongs to no organisation."""


class FilterUnclear(Refusal):
    """筛选条件无法识别，没有办理任何事项。请清空条件，重新筛选后再办理。"""

    status = 422


@dataclass(frozen=True)
class InboxFilter:
    """Conditions that hold all together; one that is left empty asks nothing.

    `text` is looked for in the names of groups, or of rows where the rows of one group are listed. `node` is
    "process/user task". Days are those on which rows came to the reader's organisation. `due` is OVERDUE, or
    DUE_SOON for what is not, but will be within two working days.
    """

    text: str = ""
    year: int | None = None
    kind: ItemKind | None = None
    node: str = ""
    submitter: str = ""
    submitter_id: int | None = None
    region: str = ""
    since: date | None = None
    until: date | None = None
    due: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing."""
        return self == InboxFilter()

    def on_groups(self) -> list[ColumnElement[bool]]:
        """The conditions that whole groups meet or do not: name, year, process, user task."""
        found: list[ColumnElement[bool]] = []
        if self.text or self.year is not None:
            found.append(_is_called(self.text, self.year))
        if self.kind is not None:
            found.append(_is_at(UserTask.process_id == PROCESS_OF[self.kind]))
        if self.node:
            process_id, _, node_id = self.node.partition("/")
            found.append(_is_at(and_(UserTask.process_id == process_id, UserTask.node_id == node_id)))
        return found

    def on_rows(self) -> list[ColumnElement[bool]]:
        """The conditions that each row meets or does not: who submitted it, where, when it came and is due."""
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(WorkItem.opened_at >= self.since)
        if self.until is not None:
            found.append(WorkItem.opened_at < self.until + timedelta(days=1))
        if self.due:
            found.append(is_due(self.due))
        if submitted := self._submitted():
            instance = aliased(Instance)
            ours = [condition(instance) for condition in submitted]
            found.append(exists(select(instance.id).where(instance.id == WorkItem.instance_id, *ours)))
        return found

    def _submitted(self) -> list[Any]:
        found: list[Any] = []
        if self.submitter_id is not None:
            wanted = self.submitter_id or None  # PERSONS have none
            found.append(lambda one: one.organization_id.is_not_distinct_from(wanted))
        if name := tidy(self.submitter):
            named = select(Organization.id).where(Organization.name.icontains(name, autoescape=True))
            found.append(lambda one: one.organization_id.in_(named))
        if self.region:
            below = _at_or_below(self.region)
            there = select(Organization.id).where(Organization.region_code.in_(select(below.c.code)))
            found.append(lambda one: one.organization_id.in_(there))
        return found


def is_due(due: str) -> ColumnElement[bool]:
    """The condition that a work item is overdue, or due soon."""
    if due == OVERDUE:
        return WorkItem.due_at < func.now()
    return WorkItem.due_at.between(func.now(), soon_until())


def _is_at(task: ColumnElement[bool]) -> ColumnElement[bool]:
    return WorkItem.user_task_id.in_(select(UserTask.id).where(task))


def _is_called(text: str, year: int | None) -> ColumnElement[bool]:
    """The groups of each kind that its own filter finds; one number may be a group of several kinds."""
    return or_(
        *(
            and_(
                _is_at(UserTask.process_id == PROCESS_OF[item.kind]),
                WorkItem.group_id.in_(item.groups_matching(text, year)),
            )
            for item in INBOX_ITEMS
        )
    )


def _at_or_below(code: str) -> CTE:
    top = select(Region.code).where(Region.code == code).cte("wanted_region", recursive=True)
    below = aliased(Region)
    return top.union_all(select(below.code).join(top, below.parent_code == top.c.code))
