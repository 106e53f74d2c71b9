"""What an inbox is filtered by: one value, shared by its pages, bulk decisions, exports and saved views."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    BindParameter,
    ColumnElement,
    DateTime,
    Text,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app import resident_id
from app.errors import Refusal
from app.plain_text import tidy
from app.services.calendar.deadline import soon_until
from app.services.inbox.items import INBOX_ITEMS, PROCESS_OF
from models import Instance, ItemKind, Organization, Region, UserTask, WorkItem

OVERDUE, DUE_SOON = "overdue", "soon"
FREE, HELD = "free", "held"
ESCAPE = "/"
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
    DUE_SOON for what is not, but will be within two working days. `holder` is FREE for what nobody has claimed, or
    HELD for what the reader has, or somebody for whom he stands in: what colleagues hold is in no inbox of his.
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
    holder: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing."""
        return self == InboxFilter()

    @property
    def shape(self) -> "InboxFilter":
        """A filter that asks for the same things with other values: a statement made for it serves this one too.

        A whole id number is looked up and not looked for: such a filter is alone in its shape.
        """
        if resident_id.problem_of(resident_id.normalise(self.text)) is None:
            return self
        asked = {name for name in _ALL if tidy(str(getattr(self, name) if getattr(self, name) is not None else ""))}
        nothing: dict[str, Any] = {name: None if name in _NULLS else "" for name in _ALL - asked}
        return replace(_STAND_IN, **nothing, due=self.due, holder=self.holder)

    def values(self) -> dict[str, Any]:
        """What statements made for its shape are run with; those of its text are told by `stand_ins`."""
        process_id, _, node_id = self.node.partition("/")
        return {
            "process_id": PROCESS_OF[self.kind] if self.kind else "",
            "node_process_id": process_id,
            "node_id": node_id,
            "since": self.since,
            "until": self.until and self.until + timedelta(days=1),
            "soon_until": soon_until() if self.due else None,
            "submitter_id": self.submitter_id or None,  # PERSONS have none
            "submitter": escaped(tidy(self.submitter)),
            "region": self.region,
        }

    def stand_ins(self) -> Mapping[Any, Any]:
        """What takes the place of the text and year of its shape, which each kind looks for in its own way."""
        return {_STAND_IN.text: escaped(tidy(self.text)), _STAND_IN.year: self.year}

    def on_groups(self) -> list[ColumnElement[bool]]:
        """The conditions that whole groups meet or do not: name, year, process, user task."""
        return [*self.on_names(WorkItem.group_id, WorkItem.user_task_id), *self.on_tasks()]

    def on_names(self, group_id: Any, user_task_id: Any) -> list[ColumnElement[bool]]:
        """Of those the ones that need what a group is called."""
        if not self.text and self.year is None:
            return []
        return [_is_called(self.text, self.year, group_id, user_task_id)]

    def on_tasks(self) -> list[ColumnElement[bool]]:
        """Of those the ones that the user task tells alone."""
        found: list[ColumnElement[bool]] = []
        if self.kind is not None:
            found.append(_is_at(WorkItem.user_task_id, UserTask.process_id == self._value("process_id", Text)))
        if self.node:
            process_id, node_id = self._value("node_process_id", Text), self._value("node_id", Text)
            is_it = and_(UserTask.process_id == process_id, UserTask.node_id == node_id)
            found.append(_is_at(WorkItem.user_task_id, is_it))
        return found

    def on_rows(self) -> list[ColumnElement[bool]]:
        """The conditions that each row meets or does not: who submitted it, where, when it came and is due."""
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(WorkItem.opened_at >= self._value("since", DateTime(timezone=True)))
        if self.until is not None:
            found.append(WorkItem.opened_at < self._value("until", DateTime(timezone=True)))
        if self.due == OVERDUE:
            found.append(WorkItem.due_at < func.now())
        elif self.due:
            found.append(WorkItem.due_at.between(func.now(), self._value("soon_until", DateTime(timezone=True))))
        if self.holder == FREE:
            found.append(WorkItem.assignee_id.is_(None) & ~WorkItem.several_sign)
        elif self.holder:
            found.append(WorkItem.assignee_id.is_not(None))
        if submitted := self._submitted():
            instance = aliased(Instance)
            ours = [condition(instance) for condition in submitted]
            found.append(exists(select(instance.id).where(instance.id == WorkItem.instance_id, *ours)))
        return found

    def _submitted(self) -> list[Any]:
        found: list[Any] = []
        if self.submitter_id is not None:
            wanted = self._value("submitter_id", BigInteger)
            found.append(lambda one: one.organization_id.is_not_distinct_from(wanted))
        if tidy(self.submitter):
            name = self._value("submitter", Text)
            named = select(Organization.id).where(Organization.name.icontains(name, escape=ESCAPE))
            found.append(lambda one: one.organization_id == any_(_array(named)))
        if self.region:
            below = _at_or_below(self._value("region", Text))
            there = select(Organization.id).where(Organization.region_code.in_(select(below.c.code)))
            found.append(lambda one: one.organization_id == any_(_array(there)))
        return found

    def _value(self, name: str, type_: Any) -> BindParameter[Any]:
        return bindparam(name, self.values()[name], type_=type_)


_STAND_IN = InboxFilter(
    text="\ue000",  # of a kind that `tidy` and `escaped` leave alone
    year=-1,
    kind=ItemKind.SCORE,
    node="process/node",
    submitter="submitter",
    submitter_id=1,
    region="000000",
    since=date.min,
    until=date.min,
)
_ALL = frozenset(field.name for field in fields(InboxFilter)) - {"due", "holder"}
_NULLS = frozenset({"year", "kind", "submitter_id", "since", "until"})


def escaped(text: str) -> str:
    """Text as a pattern of LIKE holds it: `autoescape` of SQLAlchemy."""
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return text


def _is_at(user_task_id: Any, task: ColumnElement[bool]) -> ColumnElement[bool]:
    """The user tasks are gathered first, and hidden from another index, as in `is_waiting_for`."""
    found: ColumnElement[bool] = user_task_id + 0 == any_(_array(select(UserTask.id).where(task)))
    return found


def _array(query: Any) -> Any:
    return func.array(query.scalar_subquery())


def _is_called(text: str, year: int | None, group_id: Any, user_task_id: Any) -> ColumnElement[bool]:
    """The groups of each kind that its own filter finds; one number may be a group of several kinds."""
    found = []
    for item in INBOX_ITEMS:
        groups = item.groups_matching(text, year)
        is_meant = exists(groups.where(groups.selected_columns[0] == group_id))
        found.append(and_(_is_at(user_task_id, UserTask.process_id == PROCESS_OF[item.kind]), is_meant))
    return or_(*found)


def _at_or_below(code: Any) -> CTE:
    top = select(Region.code).where(Region.code == code).cte("wanted_region", recursive=True)
    below = aliased(Region)
    return top.union_all(select(below.code).join(top, below.parent_code == top.c.code))
