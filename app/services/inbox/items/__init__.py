"""How the items of each process look in an inbox: one file a kind of item. Adding one is a line here."""

from app.items import ITEMS
from app.services.inbox.items.annual_report import AnnualReportInInbox
from app.services.inbox.items.diagram_release import DiagramReleaseInInbox
from app.services.inbox.items.employer_transfer import EmployerTransferInInbox
from app.services.inbox.items.item import InboxItem
from app.services.inbox.items.learner_registration import LearnerRegistrationInInbox
from app.services.inbox.items.organization_change import OrganizationChangeInInbox
from app.services.inbox.items.registration import (
    BaseRegistrationInInbox,
    DepartmentRegistrationInInbox,
    EmployerRegistrationInInbox,
)
from app.services.inbox.items.score import ScoreInInbox
from app.services.inbox.items.score_revocation import ScoreRevocationInInbox
from app.services.inbox.items.training_plan import TrainingPlanInInbox
from models import ItemKind

INBOX_ITEMS: tuple[InboxItem, ...] = (
    ScoreInInbox(),
    AnnualReportInInbox(),
    TrainingPlanInInbox(),
    EmployerTransferInInbox(),
    BaseRegistrationInInbox(),
    EmployerRegistrationInInbox(),
    DepartmentRegistrationInInbox(),
    LearnerRegistrationInInbox(),
    OrganizationChangeInInbox(),
    DiagramReleaseInInbox(),
    ScoreRevocationInInbox(),
)

PROCESS_OF = {item.kind: item.process_id for item in ITEMS}
_BY_PROCESS = {PROCESS_OF[item.kind]: item for item in INBOX_ITEMS}
_BY_KIND = {item.kind: item for item in INBOX_ITEMS}


def of_process(process_id: str) -> InboxItem:
    """How the items of a process look."""
    return _BY_PROCESS[process_id]


def of_kind(kind: ItemKind) -> InboxItem:
    """How the items of a kind look."""
    return _BY_KIND[kind]
