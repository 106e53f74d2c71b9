"""Random diagrams that the score flow can run: the engine's generated ones, in its process and variables."""

import re

from tests.redrawing import PROCESS
from tests.workflows.engine.generating import Artist, Block
from workflows.engine import Bundle

MEANS = {"first": "score > 80", "second": "training_year > 2000", "third": "score > 200"}


def runnable(block: Block) -> Block:
    """Without timers and tables, which the services do not run or the score has no variables for."""
    kind, *inner = block
    if kind in ("timed", "rule"):
        return ("task",)
    if kind == "timed_sub":
        kind = "sub"
    return (
        kind,
        *([runnable(one) for one in part] if isinstance(part, list) else runnable(part) for part in inner),
    )


def drawn(block: Block) -> Bundle:
    """The diagram of a block as a version of the score flow."""
    files = {name: _worded(content.decode()) for name, content in Artist().bundle(runnable(block)).files.items()}
    files[f"{PROCESS}.bpmn"] = files.pop("main.bpmn")
    return Bundle(PROCESS, {name: text.encode() for name, text in files.items()})


def _worded(text: str) -> str:
    text = text.replace('"main"', f'"{PROCESS}"').replace("main_done", "approved")
    for name, meaning in MEANS.items():
        text = re.sub(rf"\b{name} or", f"{meaning.replace('>', '&gt;')} or", text)
    permission = (
        "<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property"
        ' name="permission" value="score_review"/></spiffworkflow:properties></bpmn:extensionElements>'
    )
    return re.sub(r"(<bpmn:userTask [^>]*>)", rf"\1{permission}", text)
