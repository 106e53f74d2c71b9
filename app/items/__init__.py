"""What flows through the processes: one file a process. Adding one is a line here."""

from app.items.annual_report import AnnualReportItem
from app.items.diagram_release import DiagramReleaseItem
from app.items.employer_transfer import EmployerTransferItem
from app.items.item import Item
from app.items.learner_registration import LearnerRegistrationItem
from app.items.organization_change import OrganizationChangeItem
from app.items.registration import BaseRegistrationItem, DepartmentRegistrationItem, EmployerRegistrationItem
from app.items.score import ScoreItem
from app.items.score_revocation import ScoreRevocationItem
from app.items.training_plan import TrainingPlanItem

ITEMS: tuple[Item, ...] = (
    ScoreItem(),
    ScoreRevocationItem(),
    TrainingPlanItem(),
    EmployerTransferItem(),
    AnnualReportItem(),
    BaseRegistrationItem(),
    EmployerRegistrationItem(),
    DepartmentRegistrationItem(),
    LearnerRegistrationItem(),
    OrganizationChangeItem(),
    DiagramReleaseItem(),
)

_BY_PROCESS = {item.process_id: item for item in ITEMS}
_BY_KIND = {item.kind.value: item for item in ITEMS}


def item_of_process(process_id: str) -> Item:
    """The item of a process. Raises KeyError for a process that nothing flows through."""
    return _BY_PROCESS[process_id]


def item_of_kind(kind: str) -> Item:
    """The item of a kind (an ItemKind, or its value)."""
    return _BY_KIND[kind]


__all__ = [
    "ITEMS",
    "AnnualReportItem",
    "Item",
    "ScoreItem",
    "ScoreRevocationItem",
    "TrainingPlanItem",
    "item_of_kind",
    "item_of_process",
]
