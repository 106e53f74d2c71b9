"""Released versions, compiled; a version never changes, so a process compiles each once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.process_memory import Memory
from models import Diagram, DiagramVersion
from workflows.engine import Bundle, Definition, compile_bundle

_compiled: Memory[int, Definition] = Memory(capacity=256)


def current_version(session: Session, process_id: str) -> int:
    """The id of the version that new instances of a process start on."""
    query = select(Diagram.current_version_id).where(Diagram.process_id == process_id)
    version_id = session.execute(query).scalar_one()
    if version_id is None:
        raise LookupError(process_id)
    return version_id


def definition(session: Session, version_id: int) -> Definition:
    """The compiled version."""
    known = _compiled.get(session, version_id)
    if known is None:
        known = compile_bundle(bundle_of(session, version_id))
        _compiled.put(session, version_id, known)
    return known


def bundle_of(session: Session, version_id: int) -> Bundle:
    """The files of a version, as they were released."""
    query = select(DiagramVersion.process_id, DiagramVersion.files).where(DiagramVersion.id == version_id)
    row = session.execute(query).one()
    return Bundle(row.process_id, {file: text.encode() for file, text in row.files.items()})
