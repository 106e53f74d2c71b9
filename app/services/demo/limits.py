"""The limits of the demo: reviewers of scores have five working days, and are reminded a day before."""

import re

from sqlalchemy.orm import Session

from app.services.diagrams.publish import SHIPPED, publish
from workflows.engine import Bundle
from workflows.library import load_bundle

PROCESS = "score_declaration"
LIMITS = {"due": "P5D", "remind": "-P1D"}
_REVIEW = re.compile(
    r'(<bpmn:userTask id="\w+_review" .*?<spiffworkflow:property name="permission" value="\w+" />)', re.DOTALL
)


def publish_limited(session: Session) -> None:
    """Put the declaration of scores into service with limits; as shipped it has none, for no rule sets them."""
    bundle = load_bundle(PROCESS)
    files = {file: limited(content.decode()).encode() for file, content in bundle.files.items()}
    publish(session, Bundle(PROCESS, files), name=SHIPPED[PROCESS])


def limited(xml: str) -> str:
    """The same diagram with limits on the steps of reviewers."""
    lines = "".join(
        f'\n          <spiffworkflow:property name="{name}" value="{value}" />' for name, value in LIMITS.items()
    )
    return _REVIEW.sub(rf"\1{lines}", xml)
