"""Plain functions that make rows for tests: valid, unique, and flushed, so that they have their ids.

What a test does not name gets a default that works. `make_chain` makes all that a score needs on its way.
"""

from app.services.demo.numbers import nth_resident_id
from tests.factories.chain import Chain, make_chain
from tests.factories.changing import make_change
from tests.factories.facilities import make_staff, make_venue
from tests.factories.notices import make_notice
from tests.factories.organizations import (
    make_base,
    make_competent,
    make_employer,
    make_hr,
    make_office,
    make_organization,
    make_region,
)
from tests.factories.people import (
    PASSWORD,
    hashed,
    learner_actor,
    make_learner,
    make_member,
    make_password_request,
    make_role,
    make_user,
    resident_id_of,
)
from tests.factories.planning import make_attachment, make_plan
from tests.factories.reporting import make_report
from tests.factories.training import make_class, make_score, make_subject

__all__ = [
    "PASSWORD",
    "Chain",
    "hashed",
    "learner_actor",
    "make_attachment",
    "make_base",
    "make_chain",
    "make_change",
    "make_class",
    "make_competent",
    "make_employer",
    "make_hr",
    "make_learner",
    "make_member",
    "make_notice",
    "make_office",
    "make_organization",
    "make_password_request",
    "make_plan",
    "make_region",
    "make_report",
    "make_role",
    "make_score",
    "make_staff",
    "make_subject",
    "make_user",
    "make_venue",
    "nth_resident_id",
    "resident_id_of",
]
