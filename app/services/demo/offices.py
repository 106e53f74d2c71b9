"""The three offices of the demo, and a diagram that waits for its release."""

from collections.abc import Mapping
from importlib import resources

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.demo.bodies import Bodies, Body
from app.services.demo.limits import limited
from app.services.diagrams.drafts import save_draft, start_draft
from app.services.diagrams.library import current_version
from app.services.diagrams.releasing import ReleaseFields, submit_release
from app.services.reference.regions import PROVINCE
from models import Level, OrganizationKind

NAMES = {
    OrganizationKind.SYSTEM: "河南省继续教育系统管理办公室（示例）",
    OrganizationKind.SECURITY: "河南省继续教育安全管理办公室（示例）",
    OrganizationKind.AUDIT: "河南省继续教育安全审计办公室（示例）",
}
NOTE = "县级人社部门审核通过后，增加市级人社部门复核一步，复核通过后成绩合格。"


def make_offices(bodies: Bodies) -> dict[OrganizationKind, Body]:
    """Write the offices of the province."""
    offices = {kind: Body(kind, Level.PROVINCE, name, PROVINCE, industry="S") for kind, name in NAMES.items()}
    bodies.write(list(offices.values()))
    return offices


def draw(session: Session, offices: Mapping[OrganizationKind, Body], clerks: Mapping[int, int]) -> None:
    """A release that waits for the security administrators, and a draft that was only begun."""
    by = _actor(session, clerks[offices[OrganizationKind.SYSTEM].id])
    draft_id = start_draft(session, current_version(session, "score_declaration"), "增加市级人社复核", by=by)
    save_draft(session, draft_id, by=by, xml=limited(drawn()), revision=1)
    submit_release(session, draft_id, ReleaseFields(NOTE), by=by)
    start_draft(session, current_version(session, "annual_report"), "年审改为两级审核", by=by)


def drawn() -> str:
    """`score_declaration` as the demo's system administrator drew it: hours also pass the city's HR department."""
    return (resources.files("app.services.demo") / "score_declaration_by_city.bpmn").read_text(encoding="utf-8")


def _actor(session: Session, membership_id: int) -> Actor:
    actor = load_actor(session, membership_id=membership_id)
    if actor is None:
        raise LookupError(membership_id)
    return actor
