"""A change of an organisation on the page of its instance: old beside new, and the certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.services.attachments.find import attachments_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from models import Attachment, ItemKind, OrganizationChange


@dataclass(frozen=True)
class ChangeInstance(InstanceFacts):
    """An instance of a change's process, with the scan."""

    old_name: str
    attachments: Sequence[Attachment]

    @property
    def name(self) -> str:
        """The organisation, by the name that it had."""
        return self.old_name

    @property
    def group_name(self) -> str:
        """What the inbox calls them."""
        return "单位信息变更申请"


class OrganizationChangeOnPage:
    """The page of an `organization_change`."""

    kind: ClassVar[ItemKind] = ItemKind.ORGANIZATION_CHANGE
    noun: ClassVar[str] = "变更申请"
    labels: ClassVar[Mapping[str, str]] = {
        "old_name": "原单位名称",
        "new_name": "新单位名称",
        "old_credit_code": "原信用代码",
        "new_credit_code": "新信用代码",
        "old_superior": "原上级单位",
        "new_superior": "新上级单位",
        "old_hr": "原同级人社部门",
        "new_hr": "新同级人社部门",
        "reason": "变更原因",
        "scan": "证书扫描件",
    }
    ends: ClassVar[Mapping[str, Word]] = {"approved": Word("已变更", "success")}
    withdrawn: ClassVar[str] = "单位信息不变，可另行申请变更。"

    def facts(self, session: Session, common: dict[str, Any]) -> ChangeInstance:
        """The name of the day it was submitted, and the scan."""
        change = session.get_one(OrganizationChange, common["item_id"])
        files = attachments_of(session, self.kind, change.id)
        return ChangeInstance(**common, old_name=change.old_name, attachments=files)

    def names(self) -> Select[int, str, str]:
        """The old name and the new one."""
        return select(
            OrganizationChange.id.label("item_id"),
            OrganizationChange.old_name.label("name"),
            OrganizationChange.new_name.label("group_name"),
        )
