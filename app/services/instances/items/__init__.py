"""How an item of each kind looks on the page of its instance: one file a kind. Adding one is a line here."""

from app.services.instances.items.annual_report import AnnualReportOnPage
from app.services.instances.items.diagram_release import DiagramReleaseOnPage
from app.services.instances.items.employer_transfer import EmployerTransferOnPage
from app.services.instances.items.item import InstanceFacts, InstanceItem
from app.services.instances.items.learner_registration import LearnerRegistrationOnPage
from app.services.instances.items.organization_change import OrganizationChangeOnPage
from app.services.instances.items.registration import (
    BaseRegistrationOnPage,
    DepartmentRegistrationOnPage,
    EmployerRegistrationOnPage,
)
from app.services.instances.items.score import ScoreOnPage
from app.services.instances.items.score_revocation import ScoreRevocationOnPage
from app.services.instances.items.training_plan import TrainingPlanOnPage
from models import ItemKind

INSTANCE_ITEMS: tuple[InstanceItem, ...] = (
    ScoreOnPage(),
    AnnualReportOnPage(),
    TrainingPlanOnPage(),
    EmployerTransferOnPage(),
    BaseRegistrationOnPage(),
    EmployerRegistrationOnPage(),
    DepartmentRegistrationOnPage(),
    LearnerRegistrationOnPage(),
    OrganizationChangeOnPage(),
    DiagramReleaseOnPage(),
    ScoreRevocationOnPage(),
)

_BY_KIND = {item.kind: item for item in INSTANCE_ITEMS}


def of_kind(kind: ItemKind) -> InstanceItem:
    """How the items of a kind look."""
    return _BY_KIND[kind]


__all__ = ["INSTANCE_ITEMS", "InstanceFacts", "InstanceItem", "of_kind"]
