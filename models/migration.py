"""Moving what is in flight to another version of its process."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class MigrationChoice(enum.StrEnum):
    """What becomes of a group of instances that stand at one place."""

    MOVE = "move"
    BACK = "back"
    SKIP = "skip"
    MAP = "map"
    STAY = "stay"

    @property
    def label(self) -> str:
        """The choice as administrators know it."""
        return {
            "move": "转到新版本，环节不变",
            "back": "转到新版本，先办理新增的环节",
            "skip": "转到新版本，跳过新增的环节并留记录",
            "map": "转到新版本的另一个环节",
            "stay": "留在原版本",
        }[self.value]


class Migration(Base):
    """One order to move instances, or to undo an earlier one; run in chunks, taken up where it stopped.

    `at_version_id` and `after_id` say how far it is. `undoes_id` is the migration that this one takes back.
    """

    __tablename__ = "migration"
    __table_args__ = (Index("ix_migration_process_id", "process_id", "id"),)

    id: Mapped[Id]
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("migration.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id", ondelete="SET NULL"), index=True)
    total: Mapped[int] = mapped_column(Integer)
    moved: Mapped[int] = mapped_column(Integer, server_default="0")
    refused: Mapped[int] = mapped_column(Integer, server_default="0")
    at_version_id: Mapped[int] = mapped_column(server_default="0")
    after_id: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class MigrationGroup(Base):
    """Instances of one version at one path node, and where they go; the old path node is kept for undoing.

    The arrays are ids of user tasks: `keeps` are re-pointed to `kept_as`, beside them; `closes` and `opens` (or
    `reopens`) what differs. A group with none of them needs nothing but the move. `is_split`: not all instances
    of the path node, only those in `migration_member`.
    """

    __tablename__ = "migration_group"
    __table_args__ = (Index("ix_migration_group_place", "migration_id", "from_path_node_id"),)

    id: Mapped[Id]
    migration_id: Mapped[int] = mapped_column(ForeignKey("migration.id"))
    from_version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    from_path_node_id: Mapped[int] = mapped_column(ForeignKey("path_node.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))
    to_path_node_id: Mapped[int] = mapped_column(ForeignKey("path_node.id"))
    choice: Mapped[MigrationChoice] = mapped_column(choice(MigrationChoice))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    is_split: Mapped[bool] = mapped_column(server_default="false")
    keeps: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    kept_as: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    closes: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    opens: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    reopens: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    total: Mapped[int] = mapped_column(Integer)
    moved: Mapped[int] = mapped_column(Integer, server_default="0")
    refusal: Mapped[str | None] = mapped_column(Text)  # why some were left where they are, in Chinese


class MigrationMember(Base):
    """An instance of a group that is not its whole path node: conditions tell it from others there."""

    __tablename__ = "migration_member"

    migration_id: Mapped[int] = mapped_column(ForeignKey("migration.id"), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("migration_group.id"))
