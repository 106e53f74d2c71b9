"""Administrative regions, by their code of GB/T 2260."""

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class Level(enum.StrEnum):
    """Level of a region, and of the departments and bases that belong to it."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def label(self) -> str:
        """The level as a base carries it (培训机构级别)."""
        return {"national": "国家级", "province": "省级", "city": "市级", "county": "县级"}[self.value]


class Region(Base):
    """A province, city or county; the parent is stored, since 419001 shows that codes do not tell it."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str]
    level: Mapped[Level] = mapped_column(choice(Level))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    is_open: Mapped[bool] = mapped_column(server_default="true")  # a closed one stays on what has it
    is_edited: Mapped[bool] = mapped_column(server_default="false")  # by hand: loading leaves it as it is
