"""What the items of mixed rows are called: one statement a kind among them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.instances.items import of_kind
from models import ItemKind


def names_of(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """Name and group name by instance; each row has instance_id, item_kind and item_id."""
    called: dict[tuple[ItemKind, int], dict[str, Any]] = {}
    for kind in {row["item_kind"] for row in rows}:
        ids = [row["item_id"] for row in rows if row["item_kind"] is kind]
        names = of_kind(kind).names().subquery()
        for one in session.execute(select(names).where(names.c.item_id == func.any(ids))):
            called[kind, one.item_id] = {"name": one.name, "group_name": one.group_name}
    return {row["instance_id"]: called.get((row["item_kind"], row["item_id"]), {}) for row in rows}
