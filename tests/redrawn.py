"""Shipped diagrams with one step drawn otherwise, for tests of what a diagram can say."""

import re

from sqlalchemy.orm import Session

from app.services.diagrams.publish import publish
from workflows.engine import Bundle
from workflows.library import load_bundle

AT_ONCE = "<bpmn:multiInstanceLoopCharacteristics />"
ONE_BY_ONE = '<bpmn:multiInstanceLoopCharacteristics isSequential="true" />'


def redraw(session: Session, process_id: str, node_id: str, *, marker: str = "", **properties: str) -> None:
    """Publish a version of a shipped process in which one user task carries these properties and this marker."""
    shipped = load_bundle(process_id)
    file = f"{process_id}.bpmn"
    text = shipped.files[file].decode()
    lines = "".join(
        f'<spiffworkflow:property name="{name}" value="{value}" />' for name, value in properties.items()
    )
    pattern = rf'(<bpmn:userTask id="{node_id}".*?)(</spiffworkflow:properties>)(.*?)(</bpmn:userTask>)'
    redrawn, count = re.subn(pattern, rf"\g<1>{lines}\g<2>\g<3>{marker}\g<4>", text, count=1, flags=re.DOTALL)
    assert count == 1, node_id
    publish(session, Bundle(process_id, {**shipped.files, file: redrawn.encode()}), name=process_id)
