"""A bundle is everything that makes one version of a process: its diagram, those it calls, its tables."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from .expressions import FUNCTIONS_VERSION


@dataclass(frozen=True, eq=False)
class Bundle:
    """The files of one version, by file name: ``.bpmn`` diagrams and ``.dmn`` tables, as bytes.

    ``process_id`` names the process that is run; its file may call processes of the other files.
    """

    process_id: str
    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        files = {name: bytes(content) for name, content in sorted(self.files.items())}
        object.__setattr__(self, "files", MappingProxyType(files))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of process id, files and version of the function list: the version's identity."""
        contents = [[name, hashlib.sha256(data).hexdigest()] for name, data in self.files.items()]
        text = json.dumps([FUNCTIONS_VERSION, self.process_id, contents], ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bundle) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)
