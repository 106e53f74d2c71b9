"""The processes shipped with the product: ``diagrams/``, one file a process, named by its id."""

from importlib import resources

from lxml import etree

from workflows.engine import Bundle

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"


class UnknownProcess(KeyError):
    """没有名为“{process_id}”的内置流程。"""

    def __init__(self, process_id: str) -> None:
        self.process_id = process_id
        super().__init__((type(self).__doc__ or "").format(process_id=process_id))


def shipped_processes() -> list[str]:
    """Ids of the shipped diagrams, sorted."""
    files = (resources.files("workflows") / "diagrams").iterdir()
    return sorted(file.name.removesuffix(".bpmn") for file in files if file.name.endswith(".bpmn"))


def load_bundle(process_id: str) -> Bundle:
    """A shipped process with all the diagrams it calls and the tables it decides by. Raises UnknownProcess."""
    files: dict[str, bytes] = {}
    waiting = [f"{process_id}.bpmn"]
    while waiting:
        name = waiting.pop()
        if name in files:
            continue
        files[name] = _read(name)
        if name.endswith(".bpmn"):
            waiting.extend(_needs(files[name]))
    return Bundle(process_id, files)


def _read(name: str) -> bytes:
    process_id = name.rpartition(".")[0]
    if not process_id.replace("_", "").isalnum():
        raise UnknownProcess(process_id)
    file = resources.files("workflows") / "diagrams" / name
    if not file.is_file():
        raise UnknownProcess(process_id)
    return file.read_bytes()


def _needs(content: bytes) -> list[str]:
    """File names of what a shipped diagram calls and decides by."""
    root = etree.fromstring(content)
    called = [f"{call.get('calledElement')}.bpmn" for call in root.iter(f"{_BPMN}callActivity")]
    return called + [f"{(rule.text or '').strip()}.dmn" for rule in root.iter(f"{_SPIFF}calledDecisionId")]
