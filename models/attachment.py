"""Files that belong to an item of a process."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice
from models.instance import ItemKind


class Attachment(Base):
    """A file beside an item; `media_type` is what its content is. One that was removed stays for the history."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_item", "item_id", "item_kind"),)

    id: Mapped[Id]
    item_kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    item_id: Mapped[int]
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id")
    )  # whose item it is; none: a person's
    name: Mapped[str]
    remark: Mapped[str] = mapped_column(server_default="")  # 备注说明
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    file_key: Mapped[str]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # none: an applicant, no user yet
    created_at: Mapped[CreatedAt]
    removed_at: Mapped[datetime | None]

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, by its content."""
        return self.media_type in ("image/png", "image/jpeg")
