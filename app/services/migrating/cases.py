"""The cases behind a line of a preview, one by one, without what they say of persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.diagrams.checking import bundle_from
from app.services.migrating.groups import PathGroup
from app.services.migrating.preview import Preview, instances_of
from app.services.page import PAGE_ROWS, Page, page_of
from models import Instance, Organization
from workflows.engine import compile_bundle


@dataclass(frozen=True)
class Case:
    """An instance: who submitted it, when, and when it ended."""

    id: int
    item_id: int
    organization_name: str
    started_at: datetime
    ended_at: datetime | None


def cases_of(
    session: Session,
    preview: Preview,
    files: Mapping[str, str],
    line: str,
    *,
    by: Actor,
    after: int = 0,
    limit: int = PAGE_ROWS,
) -> Page[Case]:
    """One page of the cases of a line: `finished-2` or `running-0`, as the preview lists them. Raises NotFound."""
    groups = groups_of(preview, line)
    since = preview.since if line.startswith("finished") else None
    draft = compile_bundle(bundle_from(preview.process_id, files))
    ids = instances_of(session, preview.process_id, draft, groups, by=by, since=since, after=after, limit=limit + 1)
    rows = session.execute(
        select(
            Instance.id,
            Instance.item_id,
            func.coalesce(Organization.name, "个人"),
            Instance.started_at,
            Instance.ended_at,
        )
        .outerjoin(Organization, Organization.id == Instance.organization_id)
        .where(Instance.id == func.any(list(ids)))
        .order_by(Instance.id)
    )
    return page_of([Case(*row) for row in rows], limit, lambda case: case.id)


def groups_of(preview: Preview, line: str) -> list[PathGroup]:
    """The groups that a line counts. Raises NotFound for a line that the preview has not."""
    what, _, number = line.partition("-")
    lines = {
        "finished": [list(fate.groups) for fate in preview.fates],
        "running": [[one.group] for one in preview.running],
    }.get(what, [])
    if not number.isdecimal() or int(number) >= len(lines):
        raise NotFound()
    return lines[int(number)]
