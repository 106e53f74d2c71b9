"""The declarative base: names of constraints, and the column types that return everywhere."""

import enum
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from sqlalchemy import BigInteger, DateTime, Enum, Identity, LargeBinary, MetaData, Numeric, Text, func
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
CreatedAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Hours = Annotated[Decimal, mapped_column(Numeric(6, 1))]  # 学时
Mark = Annotated[Decimal, mapped_column(Numeric(4, 1))]  # 0-100, one decimal


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        int: BigInteger,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
    }


def choice(kind: type[enum.StrEnum]) -> Enum:
    """A text column that holds the values of `kind` and, by a check constraint, nothing else."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
