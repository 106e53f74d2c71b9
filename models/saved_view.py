"""Filters of an inbox under a name, and the columns that a member does not want to see."""

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class SavedView(Base):
    """A filter under a name, of one member; where it is shared, his whole organisation sees it."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_id", "name"),
        Index("ix_saved_view_shared", "organization_id", "id", postgresql_where="is_shared"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str]  # as it stands in an address
    is_shared: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[CreatedAt]


class HiddenColumns(Base):
    """Columns of one kind's rows that a user hides: what comes into being later is shown to everybody."""

    __tablename__ = "hidden_columns"
    __table_args__ = (PrimaryKeyConstraint("user_id", "item_kind"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    item_kind: Mapped[str]  # of ItemKind, which grows with the processes
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))
