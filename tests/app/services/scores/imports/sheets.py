"""Filled templates for tests: rows as the layout has them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.scores.imports.layout import LAYOUT
from app.services.scores.imports.upload import upload
from models import Learner, ScoreImport, TrainingClass, User
from tests.factories import Chain, resident_id_of

HEADER = [column.title for column in LAYOUT.columns]
FIRST_ROW = 2


def number_of(session: Session, learner: Learner) -> str:
    """The learner's id number."""
    return resident_id_of(session.get_one(User, learner.user_id))


def right_row(session: Session, learner: Learner, score: Any = 85, remark: Any = None) -> list[Any]:
    """A row that is right in every cell."""
    return [None, learner.name, number_of(session, learner), score, remark, None]


def book_of(rows: Sequence[Sequence[Any]], *, title: str = LAYOUT.title, merged: str = "") -> io.BytesIO:
    """A workbook with the header in row 1 and these rows below."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (HEADER, *rows):
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


def uploaded(
    session: Session,
    chain: Chain,
    content: io.BytesIO,
    *,
    name: str = "成绩.xlsx",
    by: Actor | None = None,
    training_class: TrainingClass | None = None,
) -> ScoreImport:
    """Upload a file to the chain's class, and read it if it is small."""
    target = training_class or chain.training_class
    taken = upload(session, target.id, content, name, by=by or chain.base_member)
    session.refresh(taken)
    return taken
