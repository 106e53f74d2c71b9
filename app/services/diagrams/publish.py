"""Putting a diagram into service: from then on new instances start on it."""

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.diagrams.checking import problems_of
from models import Diagram, DiagramVersion
from workflows.engine import Bundle, DiagramRefused
from workflows.library import load_bundle


def publish(session: Session, bundle: Bundle, *, name: str) -> int:
    """Keep `bundle` as a version and make it the current one. Returns the version's id.

    Raises DiagramRefused when it fails the checks.
    """
    session.execute(insert(Diagram).values(process_id=bundle.process_id, name=name).on_conflict_do_nothing())
    version_id = keep_version(session, bundle)
    put_into_service(session, bundle.process_id, version_id)
    return version_id


def keep_version(session: Session, bundle: Bundle) -> int:
    """Keep `bundle` as a version of its process; the same bundle again is the same version. Returns its id.

    Raises DiagramRefused when it fails the checks.
    """
    if problems := problems_of(bundle):
        raise DiagramRefused(problems)
    session.execute(select(Diagram).where(Diagram.process_id == bundle.process_id).with_for_update())
    digest = bytes.fromhex(bundle.digest)
    known = session.scalar(select(DiagramVersion.id).where(DiagramVersion.digest == digest))
    if known is not None:
        return known
    last = session.scalar(
        select(func.max(DiagramVersion.number)).where(DiagramVersion.process_id == bundle.process_id)
    )
    files = {file: content.decode() for file, content in bundle.files.items()}
    version = DiagramVersion(process_id=bundle.process_id, number=(last or 0) + 1, digest=digest, files=files)
    session.add(version)
    session.flush()
    return version.id


def put_into_service(session: Session, process_id: str, version_id: int) -> None:
    """Let new instances of the process start on this version of it."""
    session.execute(update(Diagram).where(Diagram.process_id == process_id).values(current_version_id=version_id))


def publish_shipped(session: Session) -> None:
    """Publish every diagram that comes with the program, unless its process has a version already."""
    for process_id, name in SHIPPED.items():
        if session.get(Diagram, process_id) is None:
            publish(session, load_bundle(process_id), name=name)


SHIPPED = {
    "score_declaration": "学时申报",
    "training_plan": "培训计划审核",
    "employer_transfer": "单位调转",
    "annual_report": "年审报告审核",
    "score_revocation": "学时审验",
    "base_registration": "基地注册审核",
    "employer_registration": "用人单位注册审核",
    "department_registration": "主管部门注册审核",
    "learner_registration": "专业技术人员注册审核",
    "organization_change": "单位信息变更",
    "diagram_release": "流程发布审核",
}
