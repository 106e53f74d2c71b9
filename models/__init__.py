"""The tables; importing this package makes all of them known to the metadata."""

from models.alarm import Alarm, AlarmKind
from models.annual_report import AnnualReport, Grade, Receiver, ReportState
from models.attachment import Attachment
from models.audit_event import AuditEvent
from models.base import Base
from models.carbon_copy import CarbonCopy
from models.certificate import Certificate
from models.command import Command, CommandKind, CommandResult
from models.diagram import Diagram, DiagramVersion, PathNode, UserTask, WorkflowState
from models.diagram_release import DiagramDraft, DiagramRelease, DraftState, ReleaseState
from models.employer_transfer import EmployerTransfer, TransferState
from models.industry import Industry
from models.instance import (
    DECIDING,
    CameBy,
    Comment,
    EventKind,
    Instance,
    InstanceEvent,
    ItemKind,
    ItemRevision,
    WorkItem,
)
from models.learner import Learner
from models.membership import Membership, Module, Role
from models.migration import Migration, MigrationChoice, MigrationGroup, MigrationMember
from models.notice import Notice
from models.notification import OF_WORK, Notification, NotificationKind, NotificationMark
from models.organization import OFFICES, Organization, OrganizationKind
from models.organization_change import ChangeKind, ChangeState, OrganizationChange
from models.password_recovery import PasswordRecovery, PasswordRequest
from models.region import Level, Region
from models.registration import Registration, RegistrationKind, RegistrationState, Upload
from models.saved_view import HiddenColumns, SavedView
from models.score import FINAL, Score, ScoreState
from models.score_import import ImportState, ScoreImport, ScoreImportRow
from models.score_revocation import RevocationState, ScoreRevocation
from models.score_summary import ScoreSummary, SummaryType
from models.seal import Seal, SealHead
from models.sign_in import Captcha, LoginAttempt, UserSession, UserType
from models.sign_off import SignOff, SignOffKind
from models.staff import Staff, StaffKind
from models.step_figures import PathTraffic, StepDuration
from models.subject import Subject, SubjectType
from models.substitution import Substitution
from models.training_class import TrainingClass
from models.training_plan import PlanState, TeachingMode, TrainingPlan
from models.user import PasswordHistory, User
from models.user_setting import MailChoice, UserSetting
from models.venue import Ownership, Venue, VenueKind
from models.webhook import Webhook
from models.work_figures import PERSONS_REGION, ReviewerLoad, WorkMonth, WorkNow, WorkPace
from models.year_rule import YearRule

__all__ = [
    "DECIDING",
    "FINAL",
    "OFFICES",
    "OF_WORK",
    "PERSONS_REGION",
    "Alarm",
    "AlarmKind",
    "AnnualReport",
    "Attachment",
    "AuditEvent",
    "Base",
    "CameBy",
    "Captcha",
    "CarbonCopy",
    "Certificate",
    "ChangeKind",
    "ChangeState",
    "Command",
    "CommandKind",
    "CommandResult",
    "Comment",
    "Diagram",
    "DiagramDraft",
    "DiagramRelease",
    "DiagramVersion",
    "DraftState",
    "EmployerTransfer",
    "EventKind",
    "Grade",
    "HiddenColumns",
    "ImportState",
    "Industry",
    "Instance",
    "InstanceEvent",
    "ItemKind",
    "ItemRevision",
    "Learner",
    "Level",
    "LoginAttempt",
    "MailChoice",
    "Membership",
    "Migration",
    "MigrationChoice",
    "MigrationGroup",
    "MigrationMember",
    "Module",
    "Notice",
    "Notification",
    "NotificationKind",
    "NotificationMark",
    "Organization",
    "OrganizationChange",
    "OrganizationKind",
    "Ownership",
    "PasswordHistory",
    "PasswordRecovery",
    "PasswordRequest",
    "PathNode",
    "PathTraffic",
    "PlanState",
    "Receiver",
    "Region",
    "Registration",
    "RegistrationKind",
    "RegistrationState",
    "ReleaseState",
    "ReportState",
    "ReviewerLoad",
    "RevocationState",
    "Role",
    "SavedView",
    "Score",
    "ScoreImport",
    "ScoreImportRow",
    "ScoreRevocation",
    "ScoreState",
    "ScoreSummary",
    "Seal",
    "SealHead",
    "SignOff",
    "SignOffKind",
    "Staff",
    "StaffKind",
    "StepDuration",
    "Subject",
    "SubjectType",
    "Substitution",
    "SummaryType",
    "TeachingMode",
    "TrainingClass",
    "TrainingPlan",
    "TransferState",
    "Upload",
    "User",
    "UserSession",
    "UserSetting",
    "UserTask",
    "UserType",
    "Venue",
    "VenueKind",
    "Webhook",
    "WorkItem",
    "WorkMonth",
    "WorkNow",
    "WorkPace",
    "WorkflowState",
    "YearRule",
]
