"""Putting a diagram into service: from then on new instances start on it."""

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.items import item_of_process
from models import Diagram, DiagramVersion, Module
from workflows.engine import Bundle, Definition, DiagramRefused, check_bundle, compile_bundle
from workflows.library import load_bundle


class EndNotKnown(Refusal):
    """流程图的结束“{end}”没有对应的业务处理，可用的有：{known}。"""


class NotServedYet(Refusal):
    """流程图使用了尚未开通的功能：{what}。"""


def publish(session: Session, bundle: Bundle, *, name: str) -> int:
    """Keep `bundle` as a version and make it the current one; the same bundle again is the same version.

    Returns the version's id. Raises DiagramRefused when it fails the checks, EndNotKnown or NotServedYet when
    the program cannot serve what it asks for.
    """
    item = item_of_process(bundle.process_id)
    problems = check_bundle(bundle, item.variables, item.parties, [module.value for module in Module])
    if problems:
        raise DiagramRefused(problems)
    definition = compile_bundle(bundle)
    _refuse_what_is_not_served(definition, item.ends)
    session.execute(insert(Diagram).values(process_id=bundle.process_id, name=name).on_conflict_do_nothing())
    session.execute(select(Diagram).where(Diagram.process_id == bundle.process_id).with_for_update())
    version_id = _keep(session, bundle, definition)
    session.execute(
        update(Diagram).where(Diagram.process_id == bundle.process_id).values(current_version_id=version_id)
    )
    return version_id


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
}


def _refuse_what_is_not_served(definition: Definition, ends: frozenset[str]) -> None:
    for end in sorted(set(definition.ends) - ends):
        raise EndNotKnown(end=end, known="、".join(sorted(ends)))
    if any(node.kind == "boundaryEvent" for node in definition.nodes.values()):
        raise NotServedYet(what="边界定时器")


def _keep(session: Session, bundle: Bundle, definition: Definition) -> int:
    digest = bytes.fromhex(definition.digest)
    known = session.scalar(select(DiagramVersion.id).where(DiagramVersion.digest == digest))
    if known is not None:
        return known
    last = session.scalar(
        select(func.max(DiagramVersion.number)).where(DiagramVersion.process_id == bundle.process_id)
    )
    version = DiagramVersion(
        process_id=bundle.process_id,
        number=(last or 0) + 1,
        digest=digest,
        files={file: content.decode() for file, content in bundle.files.items()},
    )
    session.add(version)
    session.flush()
    return version.id
