"""An uploaded spreadsheet of scores, between its upload and the decision to take it."""

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class ImportState(enum.StrEnum):
    """How far an import is."""

    READING = "reading"
    REFUSED = "refused"
    READY = "ready"
    IMPORTED = "imported"
    CANCELLED = "cancelled"


class ScoreImport(Base):
    """One file for one class: what reading it gave, and what became of it."""

    __tablename__ = "score_import"
    __table_args__ = (
        ForeignKeyConstraint(["class_id", "base_id"], ["training_class.id", "training_class.base_id"]),
        Index("ix_score_import_base_id_id", "base_id", "id"),
    )

    id: Mapped[Id]
    class_id: Mapped[int]
    base_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str]  # as the user's computer called it
    file_key: Mapped[str]  # where the storage keeps it
    state: Mapped[ImportState] = mapped_column(choice(ImportState), server_default=ImportState.READING.value)
    problem: Mapped[str | None]  # why the whole file was refused
    rows_read: Mapped[int] = mapped_column(Integer, server_default="0")
    rows_total: Mapped[int] = mapped_column(Integer, server_default="0")
    right_rows: Mapped[int] = mapped_column(Integer, server_default="0")
    wrong_rows: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class ScoreImportRow(Base):
    """One row of the file. A right row holds what will be inserted, a wrong one its cells (sealed) and why."""

    __tablename__ = "score_import_row"
    __table_args__ = (
        Index(
            "ix_score_import_row_wrong",
            "import_id",
            "row_number",
            postgresql_where="problems IS NOT NULL",
        ),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("score_import.id", ondelete="CASCADE"), primary_key=True)
    row_number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    learner_id: Mapped[int | None]  # no foreign key: the score that it becomes has one
    value: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    remark: Mapped[str] = mapped_column(server_default="")
    problems: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))  # column, value, reason
    cells_sealed: Mapped[bytes | None]
