"""What is wrong with a diagram, told to the person who drew it."""

from dataclasses import dataclass, field

MAX_PROBLEMS = 100
LONGEST = 1000  # characters of a message: a diagram may hold an id of a megabyte


@dataclass(frozen=True)
class Problem:
    """One reason why a bundle is refused.

    ``code`` is stable and English, for tests and for the modeler to hang a marker on; ``message`` is Chinese
    and always says how to put it right. ``element_id`` and ``element_name`` are empty when a whole file is wrong.
    """

    code: str
    file: str
    element_id: str
    element_name: str
    message: str


@dataclass
class Report:
    """Collects problems while a bundle is read and checked, so that a drawer sees all of them at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, file: str, message: str, element_id: str = "", element_name: str = "") -> None:
        """Note one problem; the same one found twice is told once, and nobody reads more than a hundred."""
        shown = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
        problem = Problem(code, file, element_id[:LONGEST], element_name[:LONGEST], shown)
        if len(self.problems) < MAX_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)

    def __bool__(self) -> bool:
        return bool(self.problems)
