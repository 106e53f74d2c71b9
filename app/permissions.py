"""Who may do what: one table. What is not in it is denied.

No Flask and no database here: an actor is a value, and an owner is the id of an organisation or learner.
"""

import enum
from dataclasses import dataclass
from typing import ClassVar

from models import Module, OrganizationKind


class Permission(enum.StrEnum):
    """A verb on a thing; the value is the audit tag too."""

    HOME_VIEW = "home:view"
    NOTIFICATION_VIEW = "notification:view"
    PASSWORD_CHANGE = "password:change"  # noqa: S105 -- a verb, not a secret
    SCORE_VIEW = "score:view"
    SCORE_EXPORT = "score:export"
    SCORE_ENTER = "score:enter"
    SCORE_IMPORT = "score:import"
    SCORE_DECLARE = "score:declare"
    SUBMITTED_VIEW = "submitted:view"
    INSTANCE_VIEW = "instance:view"
    INSTANCE_WITHDRAW = "instance:withdraw"
    INSTANCE_RESUBMIT = "instance:resubmit"
    INBOX_VIEW = "inbox:view"
    INBOX_EXPORT = "inbox:export"
    SAVED_VIEW_EDIT = "saved_view:edit"
    WORK_ITEM_DECIDE = "work_item:decide"
    WORK_ITEM_CLAIM = "work_item:claim"
    WORK_ITEM_RELEASE = "work_item:release"
    WORK_ITEM_TRANSFER = "work_item:transfer"
    WORK_ITEM_DELEGATE = "work_item:delegate"
    WORK_ITEM_ADD_SIGNER = "work_item:add_signer"
    WORK_ITEM_TAKE_BACK = "work_item:take_back"
    WORK_ITEM_SEND_BACK = "work_item:send_back"
    INSTANCE_COMMENT = "instance:comment"
    INSTANCE_COPY = "instance:copy"
    INSTANCE_URGE = "instance:urge"
    SUBSTITUTION_SET = "substitution:set"
    COMMAND_VIEW = "command:view"
    HOURS_VIEW = "hours:view"
    PROFILE_EDIT = "profile:edit"
    MEMBER_MANAGE = "member:manage"
    MEMBER_HAND_OVER = "member:hand_over"
    ROLE_MANAGE = "role:manage"
    SUBORDINATE_RESET = "subordinate:reset_password"
    LEARNER_RESET = "learner:reset_password"
    SUBJECT_VIEW = "subject:view"
    SUBJECT_EDIT = "subject:edit"
    PLAN_VIEW = "plan:view"
    PLAN_EDIT = "plan:edit"
    PLAN_SUBMIT = "plan:submit"
    CLASS_VIEW = "class:view"
    CLASS_EDIT = "class:edit"
    ATTACHMENT_VIEW = "attachment:view"
    ORGANIZATION_EDIT = "organization:edit"
    VENUE_EDIT = "venue:edit"
    STAFF_EDIT = "staff:edit"
    ORGANIZATION_CHANGE = "organization:change"
    ORGANIZATION_LIST = "organization:list"
    ORGANIZATION_ENABLE = "organization:enable"
    ORGANIZATION_REASSIGN = "organization:reassign"
    REGISTRATION_SUBMIT = "registration:submit"
    REPORT_VIEW = "report:view"
    REPORT_EDIT = "report:edit"
    REPORT_DECLARE = "report:declare"
    REVOCATION_PROPOSE = "revocation:propose"
    TRANSFER_REQUEST = "transfer:request"
    LEARNER_EDIT = "learner:edit"
    CERTIFICATE_VIEW = "certificate:view"
    PUBLIC_SUBJECT_MANAGE = "public_subject:manage"
    YEAR_RULE_MANAGE = "year_rule:manage"
    NOTICE_MANAGE = "notice:manage"
    STATISTICS_VIEW = "statistics:view"
    DASHBOARD_VIEW = "dashboard:view"
    WEBHOOK_MANAGE = "webhook:manage"
    ALARM_MANAGE = "alarm:manage"
    DIAGRAM_VIEW = "diagram:view"
    DIAGRAM_EDIT = "diagram:edit"
    DIAGRAM_RELEASE = "diagram:release"
    DIAGRAM_ROLL_BACK = "diagram:roll_back"
    AUDIT_VIEW = "audit:view"
    DIAGRAM_MIGRATE = "diagram:migrate"
    PROVINCE_VIEW = "province:view"
    ORGANIZATION_FOUND = "organization:found"
    TOPMOST_RESET = "topmost:reset_password"
    REFERENCE_MANAGE = "reference:manage"


LEARNER = "learner"
APPLICANT = "applicant"
BASE = OrganizationKind.BASE.value
EMPLOYER = OrganizationKind.EMPLOYER.value
COMPETENT = OrganizationKind.COMPETENT.value
HR = OrganizationKind.HR.value
SYSTEM = OrganizationKind.SYSTEM.value
SECURITY = OrganizationKind.SECURITY.value
AUDIT = OrganizationKind.AUDIT.value
REVIEWERS = frozenset({EMPLOYER, COMPETENT, HR})
OFFICES = frozenset({SYSTEM, SECURITY, AUDIT})
MEMBERS = REVIEWERS | OFFICES | {BASE}

SUBMITTING = frozenset(
    {
        Module.SCORE_ENTRY,
        Module.SCORE_DECLARE,
        Module.TRAINING_PLAN,
        Module.ANNUAL_REPORT,
        Module.ORGANIZATION_PROFILE,
        Module.SCORE_AUDIT,
        Module.DIAGRAM_DESIGN,
    }
)
"""The modules that open something which can be submitted."""

MODULES: dict[str, tuple[Module, ...]] = {
    BASE: (
        Module.ORGANIZATION_PROFILE,
        Module.TRAINING_PLAN,
        Module.SUBJECT,
        Module.TRAINING_CLASS,
        Module.SCORE_ENTRY,
        Module.SCORE_DECLARE,
        Module.ANNUAL_REPORT,
        Module.STATISTICS,
        Module.ACCOUNTS,
    ),
    EMPLOYER: (
        Module.ORGANIZATION_PROFILE,
        Module.SCORE_REVIEW,
        Module.REGISTRATION_REVIEW,
        Module.CHANGE_REVIEW,
        Module.ORGANIZATIONS,
        Module.STATISTICS,
        Module.ACCOUNTS,
    ),
    COMPETENT: (
        Module.ORGANIZATION_PROFILE,
        Module.PLAN_REVIEW,
        Module.SCORE_REVIEW,
        Module.REPORT_REVIEW,
        Module.REGISTRATION_REVIEW,
        Module.CHANGE_REVIEW,
        Module.ORGANIZATIONS,
        Module.STATISTICS,
        Module.ACCOUNTS,
    ),
    HR: (
        Module.ORGANIZATION_PROFILE,
        Module.PLAN_REVIEW,
        Module.SCORE_REVIEW,
        Module.REPORT_REVIEW,
        Module.REGISTRATION_REVIEW,
        Module.CHANGE_REVIEW,
        Module.SCORE_AUDIT,
        Module.REFERENCE,
        Module.ORGANIZATIONS,
        Module.STATISTICS,
        Module.ACCOUNTS,
    ),
    SYSTEM: (Module.DIAGRAM_DESIGN, Module.PROVINCE, Module.REFERENCE, Module.ACCOUNTS),
    SECURITY: (Module.DIAGRAM_RELEASE, Module.ACCOUNTS),
    AUDIT: (Module.AUDIT_LOG, Module.ACCOUNTS),
}
"""The permission modules that an organisation of each kind can give to its roles."""


REVIEWING = frozenset(
    {
        Module.SCORE_REVIEW,
        Module.PLAN_REVIEW,
        Module.REPORT_REVIEW,
        Module.REGISTRATION_REVIEW,
        Module.CHANGE_REVIEW,
        Module.SCORE_AUDIT,
        Module.DIAGRAM_RELEASE,
    }
)
"""The modules that open work items: what a substitute has from whom he stands in for, and nothing else."""


@dataclass(frozen=True)
class Rule:
    """Kinds of actor that may, and the modules of which a member's role must hold one (none: every member).

    `super_only`: of the members only the super administrator, whatever a role holds.
    """

    kinds: frozenset[str]
    modules: frozenset[Module] = frozenset()
    super_only: bool = False


RULES: dict[Permission, Rule] = {
    Permission.HOME_VIEW: Rule(MEMBERS | {LEARNER}),
    Permission.NOTIFICATION_VIEW: Rule(MEMBERS | {LEARNER}),  # what he is told
    Permission.PASSWORD_CHANGE: Rule(MEMBERS | {LEARNER}),
    Permission.SCORE_VIEW: Rule(frozenset({BASE}), frozenset({Module.SCORE_ENTRY, Module.SCORE_DECLARE})),
    Permission.SCORE_EXPORT: Rule(frozenset({BASE}), frozenset({Module.SCORE_ENTRY, Module.SCORE_DECLARE})),
    Permission.SCORE_ENTER: Rule(frozenset({BASE}), frozenset({Module.SCORE_ENTRY})),
    Permission.SCORE_IMPORT: Rule(frozenset({BASE}), frozenset({Module.SCORE_ENTRY})),
    Permission.SCORE_DECLARE: Rule(frozenset({BASE}), frozenset({Module.SCORE_DECLARE})),
    Permission.SUBMITTED_VIEW: Rule(MEMBERS, SUBMITTING),  # and of each kind what its own permission opens
    Permission.INSTANCE_VIEW: Rule(MEMBERS | {LEARNER}),
    Permission.INSTANCE_WITHDRAW: Rule(MEMBERS | {LEARNER}),  # and what the item's start asks for
    Permission.INSTANCE_RESUBMIT: Rule(MEMBERS | {LEARNER}),  # and the module that the user task asks for
    Permission.INBOX_VIEW: Rule(MEMBERS),
    Permission.INBOX_EXPORT: Rule(MEMBERS),  # what his inbox shows him, and no more
    Permission.SAVED_VIEW_EDIT: Rule(MEMBERS),
    Permission.WORK_ITEM_DECIDE: Rule(MEMBERS),  # and the module that the user task asks for
    Permission.WORK_ITEM_CLAIM: Rule(MEMBERS),  # these too
    Permission.WORK_ITEM_RELEASE: Rule(MEMBERS),
    Permission.WORK_ITEM_TRANSFER: Rule(MEMBERS),
    Permission.WORK_ITEM_DELEGATE: Rule(MEMBERS),
    Permission.WORK_ITEM_ADD_SIGNER: Rule(MEMBERS),
    Permission.WORK_ITEM_TAKE_BACK: Rule(MEMBERS),
    Permission.WORK_ITEM_SEND_BACK: Rule(MEMBERS),
    Permission.INSTANCE_COMMENT: Rule(MEMBERS),  # on what the member may look at
    Permission.INSTANCE_COPY: Rule(MEMBERS),
    Permission.INSTANCE_URGE: Rule(MEMBERS),  # on what his organisation submitted
    Permission.SUBSTITUTION_SET: Rule(MEMBERS),  # for himself; whoever manages members, for others
    Permission.COMMAND_VIEW: Rule(MEMBERS),
    Permission.HOURS_VIEW: Rule(frozenset({LEARNER})),
    Permission.PROFILE_EDIT: Rule(MEMBERS | {LEARNER}),
    Permission.MEMBER_MANAGE: Rule(MEMBERS, frozenset({Module.ACCOUNTS})),
    Permission.MEMBER_HAND_OVER: Rule(MEMBERS, super_only=True),
    Permission.ROLE_MANAGE: Rule(MEMBERS, frozenset({Module.ACCOUNTS})),
    Permission.SUBORDINATE_RESET: Rule(REVIEWERS, frozenset({Module.ACCOUNTS})),
    Permission.LEARNER_RESET: Rule(frozenset({EMPLOYER}), frozenset({Module.ACCOUNTS})),
    Permission.SUBJECT_VIEW: Rule(frozenset({BASE}), frozenset({Module.SUBJECT})),
    Permission.SUBJECT_EDIT: Rule(frozenset({BASE}), frozenset({Module.SUBJECT})),
    Permission.PLAN_VIEW: Rule(frozenset({BASE}), frozenset({Module.TRAINING_PLAN})),
    Permission.PLAN_EDIT: Rule(frozenset({BASE}), frozenset({Module.TRAINING_PLAN})),
    Permission.PLAN_SUBMIT: Rule(frozenset({BASE}), frozenset({Module.TRAINING_PLAN})),
    Permission.CLASS_VIEW: Rule(frozenset({BASE}), frozenset({Module.TRAINING_CLASS})),
    Permission.CLASS_EDIT: Rule(frozenset({BASE}), frozenset({Module.TRAINING_CLASS})),
    Permission.ATTACHMENT_VIEW: Rule(MEMBERS),  # and the item must be one that the member may look at
    Permission.ORGANIZATION_EDIT: Rule(MEMBERS, frozenset({Module.ORGANIZATION_PROFILE})),
    Permission.VENUE_EDIT: Rule(frozenset({BASE}), frozenset({Module.ORGANIZATION_PROFILE})),
    Permission.STAFF_EDIT: Rule(frozenset({BASE}), frozenset({Module.ORGANIZATION_PROFILE})),
    Permission.ORGANIZATION_CHANGE: Rule(MEMBERS, frozenset({Module.ORGANIZATION_PROFILE})),
    Permission.ORGANIZATION_LIST: Rule(REVIEWERS, frozenset({Module.ORGANIZATIONS, Module.ACCOUNTS})),
    Permission.ORGANIZATION_ENABLE: Rule(REVIEWERS, frozenset({Module.ORGANIZATIONS})),
    Permission.ORGANIZATION_REASSIGN: Rule(frozenset({HR}), frozenset({Module.ORGANIZATIONS})),
    Permission.REGISTRATION_SUBMIT: Rule(frozenset({APPLICANT})),
    Permission.REPORT_VIEW: Rule(frozenset({BASE}), frozenset({Module.ANNUAL_REPORT})),
    Permission.REPORT_EDIT: Rule(frozenset({BASE}), frozenset({Module.ANNUAL_REPORT})),
    Permission.REPORT_DECLARE: Rule(frozenset({BASE}), frozenset({Module.ANNUAL_REPORT})),
    Permission.REVOCATION_PROPOSE: Rule(frozenset({HR}), frozenset({Module.SCORE_AUDIT})),
    Permission.TRANSFER_REQUEST: Rule(frozenset({LEARNER})),
    Permission.LEARNER_EDIT: Rule(frozenset({LEARNER})),
    Permission.CERTIFICATE_VIEW: Rule(frozenset({LEARNER})),
    Permission.PUBLIC_SUBJECT_MANAGE: Rule(frozenset({HR}), frozenset({Module.REFERENCE})),
    Permission.YEAR_RULE_MANAGE: Rule(frozenset({HR}), frozenset({Module.REFERENCE})),
    Permission.NOTICE_MANAGE: Rule(frozenset({HR}), frozenset({Module.REFERENCE})),
    Permission.STATISTICS_VIEW: Rule(MEMBERS, frozenset({Module.STATISTICS})),
    Permission.DASHBOARD_VIEW: Rule(REVIEWERS, frozenset({Module.STATISTICS})),
    Permission.WEBHOOK_MANAGE: Rule(frozenset({SYSTEM})),
    Permission.ALARM_MANAGE: Rule(frozenset({SYSTEM})),
    Permission.DIAGRAM_VIEW: Rule(OFFICES),
    Permission.DIAGRAM_EDIT: Rule(frozenset({SYSTEM}), frozenset({Module.DIAGRAM_DESIGN})),
    Permission.DIAGRAM_RELEASE: Rule(frozenset({SYSTEM}), frozenset({Module.DIAGRAM_DESIGN})),  # ask for it
    Permission.DIAGRAM_ROLL_BACK: Rule(frozenset({SECURITY}), frozenset({Module.DIAGRAM_RELEASE})),
    Permission.AUDIT_VIEW: Rule(frozenset({AUDIT}), frozenset({Module.AUDIT_LOG})),
    Permission.DIAGRAM_MIGRATE: Rule(frozenset({SYSTEM}), frozenset({Module.DIAGRAM_DESIGN})),
    Permission.PROVINCE_VIEW: Rule(frozenset({SYSTEM}), frozenset({Module.PROVINCE})),
    Permission.ORGANIZATION_FOUND: Rule(frozenset({SYSTEM}), frozenset({Module.PROVINCE})),
    Permission.TOPMOST_RESET: Rule(frozenset({SYSTEM}), frozenset({Module.PROVINCE})),
    Permission.REFERENCE_MANAGE: Rule(frozenset({SYSTEM}), frozenset({Module.REFERENCE})),
}


@dataclass(frozen=True)
class Cover:
    """Somebody away today, and the reviewing modules in which an actor stands in for him."""

    user_id: int
    name: str
    modules: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """Somebody signed in: a member acting for an organisation, or a learner acting for himself.

    `kind` is the organisation's kind, or "learner". A learner has no membership, and his employer stands in
    `organization_id` for display only: he owns nothing by it.
    """

    kind: str
    user_id: int
    name: str
    organization_id: int
    organization_name: str
    role_name: str
    membership_id: int | None = None
    learner_id: int | None = None
    modules: frozenset[str] = frozenset()
    is_super: bool = False
    covers: tuple[Cover, ...] = ()

    @property
    def is_learner(self) -> bool:
        """Whether he acts for himself."""
        return self.kind == LEARNER

    def holds(self, module: str) -> bool:
        """Whether his role opens `module`."""
        return module in self.modules

    @property
    def clearing(self) -> frozenset[str]:
        """The modules whose work items he may clear: his role's, and those of whom he stands in for."""
        return self.modules.union(*(cover.modules for cover in self.covers))

    @property
    def persons(self) -> tuple[int, ...]:
        """The users as whom he may clear work: himself first, then whom he stands in for."""
        return (self.user_id, *(cover.user_id for cover in self.covers))


@dataclass(frozen=True)
class Applicant:
    """Somebody who registers: not signed in, but known by the number and password of his registration.

    He has no user yet, unless he said that he is one already, and acts for no organisation.
    """

    registration_id: int
    name: str
    user_id: int | None = None
    kind: ClassVar[str] = APPLICANT
    organization_id: ClassVar[None] = None
    learner_id: ClassVar[None] = None
    is_super: ClassVar[bool] = False
    is_learner: ClassVar[bool] = False
    covers: ClassVar[tuple[Cover, ...]] = ()
    clearing: ClassVar[frozenset[str]] = frozenset()
    persons: ClassVar[tuple[int, ...]] = ()

    def holds(self, module: str) -> bool:
        """No role opens anything for him."""
        return False


@dataclass(frozen=True)
class Clock:
    """Nobody: time has passed, and the system does what a diagram says of it. No rule lets it do anything else."""

    name: str = "系统"
    user_id: ClassVar[None] = None
    kind: ClassVar[str] = "clock"
    organization_id: ClassVar[None] = None
    learner_id: ClassVar[None] = None
    is_super: ClassVar[bool] = False
    is_learner: ClassVar[bool] = False
    covers: ClassVar[tuple[Cover, ...]] = ()
    clearing: ClassVar[frozenset[str]] = frozenset()
    persons: ClassVar[tuple[int, ...]] = ()

    def holds(self, module: str) -> bool:
        """No role opens anything for it."""
        return False


Submitter = Actor | Applicant | Clock
"""Whoever can act on an item; to submit one, the clock has no permission."""


def may(actor: Submitter | None, permission: Permission) -> bool:
    """Whether `actor` may use `permission` at all; which rows it covers is `owns`."""
    rule = RULES.get(permission)
    if actor is None or rule is None or actor.kind not in rule.kinds:
        return False
    if rule.super_only and not actor.is_super:
        return False
    return not rule.modules or any(actor.holds(module) for module in rule.modules)


def owns(actor: Submitter, *, organization_id: int | None = None, learner_id: int | None = None) -> bool:
    """Whether a row of this organisation (or of this learner) is the actor's own."""
    if actor.is_learner:
        return learner_id is not None and learner_id == actor.learner_id
    return organization_id is not None and organization_id == actor.organization_id
