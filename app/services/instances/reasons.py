"""为什么在我这里: the rule that brought a work item to the reader, and who else could act.

Nothing here is guessed: version and user task never change once released, and the work item keeps the
organisation that its party came to when it opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.permissions import Actor
from app.services.approvals.colleagues import list_colleagues
from app.services.diagrams.library import definition
from app.services.instances.items import InstanceFacts
from app.services.instances.places import Place
from models import CameBy, DiagramVersion, ItemKind, Module
from workflows.engine import Definition, Lane

RELATIONS: dict[tuple[ItemKind, str], str] = {
    (ItemKind.SCORE, "employer"): "学员的用人单位，申报时已固定，之后调转不变",
    (ItemKind.SCORE, "hr"): "学员用人单位的同级人社部门",
    (ItemKind.TRAINING_PLAN, "competent"): "申报基地的主管部门",
    (ItemKind.TRAINING_PLAN, "hr"): "申报基地的同级人社部门",
    (ItemKind.ANNUAL_REPORT, "receiver"): "基地申报时选定的受理部门",
    (ItemKind.ANNUAL_REPORT, "competent"): "申报基地的主管部门",
    (ItemKind.ANNUAL_REPORT, "hr"): "申报基地的同级人社部门",
    (ItemKind.ORGANIZATION_CHANGE, "superior"): "申请变更的单位的上级部门，没有上级的为其同级人社部门",
    (ItemKind.DIAGRAM_RELEASE, "security"): "安全管理部门：画流程的人不能自己发布",
    (
        ItemKind.ORGANIZATION_CHANGE,
        "new_superior",
    ): "申请单位的新上级单位；上级不变的，为新的同级人社部门",
    (ItemKind.EMPLOYER_TRANSFER, "employer"): "学员申请调入的单位",
    (ItemKind.SCORE_REVOCATION, "hr"): "提出审验的部门；须由提出人以外的成员复核",
    (ItemKind.LEARNER_REGISTRATION, "superior"): "申请人选择的用人单位",
    (ItemKind.LEARNER_REGISTRATION, "hr"): "申请人所选用人单位的同级人社部门",
}
"""Which relation of an item its parties are."""

SAME_FOR_ALL = {"superior": "申请人选择的主管部门、上级部门或同级人社部门", "hr": "申请人选择的同级人社部门"}
LEVELS = {"city": "上溯到市级", "province": "上溯到省级"}


MOVED = {
    CameBy.ESCALATED: "超过办理期限未办，由下级单位转来",
    CameBy.SUPERIOR: "该办理方没有单位可办，按流程图的规定转上级单位",
    CameBy.ASSIGNED: "该办理方没有单位可办，由系统管理员指定",
}
"""How it came here, where the party alone does not say it."""


@dataclass(frozen=True)
class Reason:
    """Why one open work item is with the reader: from the diagram to his role; `others` could act as well."""

    task_name: str
    version: int
    lane: str
    relation: str
    organization_name: str
    module: str
    role: str
    others: Sequence[str]
    moved: str = ""


def reasons_of(session: Session, facts: InstanceFacts, places: Sequence[Place], *, by: Actor) -> list[Reason]:
    """The reasons of those places that are the actor's to act at; none for whom there is nothing to do."""
    mine = [place for place in places if place.organization_id == by.organization_id and not by.is_learner]
    mine = [place for place in mine if place.permission in by.clearing]
    if not mine:
        return []
    version = session.scalar(select(DiagramVersion.number).where(DiagramVersion.id == facts.version_id)) or 0
    lanes = _lanes(definition(session, facts.version_id))
    colleagues = list_colleagues(session, by=by)
    return [
        Reason(
            task_name=place.task_name,
            version=version,
            lane=lanes[place.node_id].name or place.party,
            relation=_relation(facts.item_kind, place.party, lanes[place.node_id].level),
            organization_name=place.organization_name,
            module=_label(place.permission),
            role=_role(place.permission, by),
            others=[one.name for one in colleagues if one.holds(place.permission)],
            moved=MOVED.get(place.came_by, "") if place.came_by else "",
        )
        for place in mine
    ]


def _lanes(version: Definition) -> dict[str, Lane]:
    """The lane of each node of a version."""
    return {node_id: lane for scope in version.diagram.scopes.values() for node_id, lane in scope.lanes.items()}


def _relation(kind: ItemKind, party: str, level: str | None) -> str:
    if party == item_of_kind(kind).submitter_party:
        return "提交该事项的单位：事项被退回，由提交方更正"
    said = RELATIONS.get((kind, party)) or SAME_FOR_ALL.get(party, "流程图指定的办理方")
    return f"{said}，{LEVELS[level]}" if level in LEVELS else said


def _label(permission: str) -> str:
    return Module(permission).label if permission in set(Module) else permission


def _role(permission: str, by: Actor) -> str:
    """Which role of the reader opens the module: his own, or that of whom he stands in for."""
    if by.holds(permission):
        return f"您的角色“{by.role_name}”"
    away = next((cover.name for cover in by.covers if permission in cover.modules), "")
    return f"您正在代理的{away}的角色"
