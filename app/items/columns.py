"""Columns that revisions are made of."""

from typing import Any

from sqlalchemy import case, func, literal, select

from models import Attachment, ItemKind


def json_object(**columns: Any) -> Any:
    """One JSON object of named columns."""
    return func.jsonb_build_object(*(part for name, column in columns.items() for part in (literal(name), column)))


def label_of(column: Any, kind: Any) -> Any:
    """The label of a column's value, which is one of the enum `kind`."""
    return case(*((column == member, literal(member.label)) for member in kind))


def names_of_files(item: Any, kind: ItemKind) -> Any:
    """The names of the files beside each item, in one text."""
    files = select(func.string_agg(Attachment.name, literal("、"))).where(
        Attachment.item_id == item.id, Attachment.item_kind == kind, Attachment.removed_at.is_(None)
    )
    return func.coalesce(files.correlate(item).scalar_subquery(), "")
