"""Chains of approval drawn in a line, for tests of what happens when a diagram is redrawn.

Each step is ``id`` or ``id:lane`` or ``id:lane:level``; every step may approve or return. A return goes to
``revise``, from which the item comes again to the first step.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.services.diagrams.publish import publish
from tests.workflows.engine.drawing import Drawing, bundle
from workflows.engine import Bundle

PROCESS = "score_declaration"
LANES = {"employer_review": "employer"}
ALL_SIGN = "<bpmn:multiInstanceLoopCharacteristics/>"


def line(*steps: str, condition: str | None = None, signed: Sequence[str] = ()) -> Bundle:
    """The process as a chain of these steps. `condition`: where it holds, the last step is left out."""
    drawing = Drawing(PROCESS).start("begun").end("approved")
    drawing.user("revise", lane="base", outcomes="resubmit", permission="score_declare").gateway(
        "exclusive", "merge"
    )
    drawing.flow("begun", "merge").flow("revise", "merge")
    before = "merge"
    for number, step in enumerate(steps):
        id, _, lane = step.partition(":")
        inner = ALL_SIGN if id in signed else ""
        rules = {"countersign": "all"} if id in signed else {}
        drawing.user(id, lane=lane or LANES.get(id, "hr"), inner=inner, outcomes="approve,return",
                     permission="score_review", **rules)  # fmt: skip
        if condition and number == len(steps) - 1:
            drawing.gateway("exclusive", "big", default="usual").flow(before, "big").flow("big", id, id="usual")
            drawing.flow("big", "joined", condition)
        else:
            drawing.flow(before, id)
        drawing.gateway("exclusive", f"{id}_said", default=f"{id}_back").flow(id, f"{id}_said")
        drawing.flow(f"{id}_said", "revise", id=f"{id}_back")
        before = f"{id}_said"
        if number < len(steps) - 1:
            drawing.gateway("exclusive", f"{id}_on").flow(before, f"{id}_on", "outcome == 'approve'")
            before = f"{id}_on"
    drawing.gateway("exclusive", "joined").flow(before, "joined", "outcome == 'approve'").flow("joined", "approved")
    return bundle(drawing)


def release(session: Session, drawn: Bundle) -> int:
    """Put a diagram into service; returns the version's id."""
    return publish(session, drawn, name=PROCESS)
