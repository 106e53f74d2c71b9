"""试走: a diagram run by the real engine on a real item, step by step, without writing anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.items import Item, item_of_process
from app.permissions import Actor, Permission
from app.services.approvals.outcomes import label_of
from app.services.approvals.revisions import project_items
from app.services.diagrams.checking import bundle_from
from app.services.diagrams.drafts import DraftContent, check_draft
from app.services.diagrams.vocabulary import ENDS, PARTIES
from app.services.guard import require
from models import Instance, Organization
from workflows.engine import (
    Definition,
    Event,
    Projection,
    Step,
    WorkflowError,
    advance,
    compile_bundle,
    open_tasks,
    path_taken,
)

EXAMPLES = 12


class NotToTry(Refusal):
    """草稿还有 {count} 处问题，改好后才能试走。"""


class WayIsGone(Refusal):
    """按现在的草稿已走不通这条路，请重新试走：{reason}"""


@dataclass(frozen=True)
class Example:
    """An item to try the diagram on: submitted by whom and when, without what it says of persons."""

    item_id: int
    organization_name: str
    submitted_at: datetime


@dataclass(frozen=True)
class Choice:
    """An outcome that the open step offers, and the way that goes on from it."""

    label: str
    way: Sequence[str]


@dataclass(frozen=True)
class Stop:
    """A step on the way: whose it is, and what was decided; while it is open, what can be."""

    name: str
    party: str
    organization_name: str
    outcome: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Trial:
    """How far the item has come: the steps behind it, those that are open, and the end if it has one."""

    item_id: int
    stops: Sequence[Stop]
    open: Sequence[Stop]
    ended: str
    picture: dict[str, Any]


def examples_of(session: Session, process_id: str, *, by: Actor) -> Sequence[Example]:
    """The items that were submitted last."""
    require(by, Permission.DIAGRAM_VIEW)
    kind = item_of_process(process_id).kind
    newest = select(func.max(Instance.id)).where(Instance.item_kind == kind).group_by(Instance.item_id)
    last = select(Instance.id).where(Instance.item_kind == kind).order_by(Instance.id.desc()).limit(4 * EXAMPLES)
    query = (
        select(Instance.item_id, func.coalesce(Organization.name, "个人"), Instance.started_at)
        .outerjoin(Organization, Organization.id == Instance.organization_id)
        .where(Instance.id.in_(newest.where(Instance.id.in_(last))))
        .order_by(Instance.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(*row) for row in session.execute(query)]


def try_draft(session: Session, draft: DraftContent, item_id: int, way: Sequence[str], *, by: Actor) -> Trial:
    """Walk a draft with an item; `way` are decisions so far, each `task key:outcome`.

    Raises NotToTry, NotFound (no such item of this process), WayIsGone.
    """
    require(by, Permission.DIAGRAM_VIEW)
    if problems := check_draft(draft.process_id, draft.xml, draft.files):
        raise NotToTry(count=len(problems))
    definition = compile_bundle(bundle_from(draft.process_id, draft.files))
    item = item_of_process(draft.process_id)
    try:
        projection = _projection(session, item, definition, item_id)
        steps = _walk(definition, projection, way)
    except WorkflowError as error:
        raise WayIsGone(reason=str(error)) from error
    told = _Told(session, item, definition, item_id)
    last = steps[-1]
    now = [] if last.ended else open_tasks(definition, last.state)
    path = path_taken(definition, last.state)
    return Trial(
        item_id=item_id,
        stops=[told.stop(key, label_of(outcome)) for key, outcome in map(_split, way)],
        open=[told.open(task.task_key, way) for task in now],
        ended=ENDS.get(last.ended, definition.ends[last.ended]) if last.ended else "",
        picture={
            "xml": draft.xml,
            "taken_nodes": sorted(path.nodes - path.open),
            "taken_flows": sorted(path.flows),
            "open_nodes": [] if last.ended else sorted(path.open),
        },
    )


def _projection(session: Session, item: Item, definition: Definition, item_id: int) -> Projection:
    columns = item.instance_columns().subquery("columns")
    if session.scalar(select(columns.c.item_id).where(columns.c.item_id == item_id)) is None:
        raise NotFound()
    return next(iter(project_items(session, item, definition, [item_id])))


def _walk(definition: Definition, projection: Projection, way: Sequence[str]) -> list[Step]:
    steps = [advance(definition, None, Event.started(projection))]
    for key, outcome in map(_split, way):
        steps.append(advance(definition, steps[-1].state, Event.completed(key, outcome, projection)))
    return steps


def _split(decision: str) -> tuple[str, str]:
    key, _, outcome = decision.rpartition(":")
    return key, outcome


class _Told:
    """Says of a task key what it is called and who would get it."""

    def __init__(self, session: Session, item: Item, definition: Definition, item_id: int) -> None:
        self._session, self._item, self._definition, self._item_id = session, item, definition, item_id

    def stop(self, task_key: str, outcome: str) -> Stop:
        task = self._definition.user_tasks[_node(task_key)]
        who = self._who(task.lane, task.level)
        return Stop(task.name, PARTIES.get(task.lane, task.lane), who, outcome)

    def open(self, task_key: str, way: Sequence[str]) -> Stop:
        task = self._definition.user_tasks[_node(task_key)]
        choices = [Choice(label_of(outcome), [*way, f"{task_key}:{outcome}"]) for outcome in task.outcomes]
        who = self._who(task.lane, task.level)
        return Stop(task.name, PARTIES.get(task.lane, task.lane), who, choices=choices)

    def _who(self, party: str, level: str) -> str:
        """The organisation; a personal item goes back to its person, and nobody is said as such."""
        if self._item.is_personal and party == self._item.submitter_party:
            return "提交人本人"
        columns = self._item.party_columns(party, level or None).subquery("parties")
        query = (
            select(Organization.name)
            .join(columns, columns.c.organization_id == Organization.id)
            .where(columns.c.item_id == self._item_id)
        )
        return self._session.scalar(query) or "没有办理单位"


def _node(task_key: str) -> str:
    return task_key.rpartition("#")[0].rpartition("/")[2]
