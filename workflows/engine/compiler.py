"""From the files of a bundle to a definition that runs, or to the list of what is wrong with them."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from SpiffWorkflow.exceptions import SpiffWorkflowException

from .bundle import Bundle
from .checks import check_diagram
from .condition_checks import check_variables
from .conditions import Condition
from .definition import Definition
from .dmn import read_tables
from .errors import DiagramRefused
from .gather import gather
from .model import Diagram
from .paths import Paths
from .problems import Problem, Report
from .regions import Domain
from .spiff import build_specs
from .table_checks import table_problems
from .user_tasks import check_codes, read_user_tasks
from .xml import read_xml

CACHED_DEFINITIONS = 256


def check_bundle(
    bundle: Bundle,
    known_variables: Collection[str] | None = None,
    known_parties: Collection[str] | None = None,
    known_permissions: Collection[str] | None = None,
) -> list[Problem]:
    """Everything that is wrong with a bundle, in the order of its files; an empty list means it can be run.

    The known names, where given, are those that conditions and tables, lanes and user tasks may use.
    """
    try:
        definition = compile_bundle(bundle)
    except DiagramRefused as refused:
        return list(refused.problems)
    report = Report()
    if known_variables is not None:
        check_variables(definition.diagram, definition.conditions, known_variables, report)
    check_codes(definition.diagram, known_parties, known_permissions, report)
    return report.problems


def problems_of_tables(file: str, data: bytes, domains: Mapping[str, Domain]) -> list[Problem]:
    """What is wrong with the tables of a file by themselves, whatever calls them.

    Without domains, what the variables are is not asked.
    """
    report = Report()
    root = read_xml(file, data, report)
    tables = [] if root is None else read_tables(file, root, report)
    diagram = Diagram("", {}, {table.id: table for table in tables})
    if domains:
        check_variables(diagram, {}, domains, report)
    return report.problems or (table_problems(diagram, domains) if domains else [])


@lru_cache(maxsize=CACHED_DEFINITIONS)
def compile_bundle(bundle: Bundle) -> Definition:
    """Make a bundle ready to run; the last few hundred are kept. Raises DiagramRefused with every problem."""
    report = Report()
    parts = _read(bundle, report)
    definition = None if parts is None else define(bundle, *parts, report)
    if definition is None:
        raise DiagramRefused(report.problems)
    return definition


def _read(bundle: Bundle, report: Report) -> tuple[Diagram, Mapping[str, Condition], Paths] | None:
    diagram = gather(bundle, report)
    if diagram is None:
        return None
    checked = check_diagram(diagram, report)
    return None if checked is None else (diagram, *checked)


def define(
    bundle: Bundle, diagram: Diagram, conditions: Mapping[str, Condition], paths: Paths, report: Report
) -> Definition | None:
    """Hand a checked diagram to SpiffWorkflow and put the definition together; None, reported, if it cannot."""
    try:
        main, called = build_specs(diagram)
    except (SpiffWorkflowException, RecursionError) as error:
        report.add("not_understood", "", f"流程引擎无法读取该流程图（{error}），请联系系统管理员。")
        return None
    root = diagram.scopes[diagram.root]
    ends = {node.id: node.name for node in root.nodes.values() if node.kind == "endEvent" and node.name}
    return Definition(
        process_id=bundle.process_id,
        digest=bundle.digest,
        diagram=diagram,
        user_tasks=read_user_tasks(diagram),
        ends=MappingProxyType(ends),
        conditions=MappingProxyType(dict(conditions)),
        paths=paths,
        main_spec=main,
        called_specs=called,
    )
