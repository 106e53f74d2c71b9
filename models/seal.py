"""Daily seals: the heads of all chains that changed, sealed in a chain of their own; append-only."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Seal(Base):
    """SHA-256 over a day, the seal before, and the heads that are sealed with it, ordered by their instances."""

    __tablename__ = "seal"

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(unique=True)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))  # empty for the first
    heads: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[CreatedAt]


class SealHead(Base):
    """The head of one instance's chain as it was sealed: the hash of its event `seq`."""

    __tablename__ = "seal_head"
    __table_args__ = (Index("ix_seal_head_instance_id_seq", "instance_id", "seq"),)

    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"), primary_key=True, autoincrement=False)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(SmallInteger)
    head: Mapped[bytes] = mapped_column(LargeBinary(32))
