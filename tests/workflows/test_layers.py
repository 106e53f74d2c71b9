"""The engine knows no web, no database, no user and no clock: read from its imports and names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "workflows"
FILES = sorted(ROOT.rglob("*.py"))
ALLOWED = {
    "__future__",
    "ast",
    "bisect",
    "collections",
    "copy",
    "dataclasses",
    "decimal",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "importlib",
    "itertools",
    "json",
    "operator",
    "re",
    "threading",
    "types",
    "typing",
    "warnings",
    "lxml",
    "simpleeval",
    "SpiffWorkflow",
    "workflows",
}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter", "random", "uuid4", "environ", "getenv"}


def imported(tree: ast.Module) -> set[str]:
    """Top-level packages that a file imports; relative imports are its own."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_of_workflows_imports_only_what_a_pure_engine_may(file: Path) -> None:
    assert imported(ast.parse(file.read_text())) <= ALLOWED


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_of_workflows_reads_no_clock_no_chance_and_no_environment(file: Path) -> None:
    attributes = {node.attr for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Attribute)}
    assert not attributes & CLOCKS


def test_only_the_engine_imports_spiffworkflow() -> None:
    users = {file for file in ROOT.parent.rglob("*.py") if "SpiffWorkflow" in imported_by(file)}
    engine = {file for file in users if file.is_relative_to(ROOT / "engine")}
    ours = {file for file in users if file.is_relative_to(ROOT.parent / "tests" / "workflows")}
    bench = {file for file in users if file.is_relative_to(ROOT.parent / "bench")}
    assert users == engine | ours | bench
    assert engine


def imported_by(file: Path) -> set[str]:
    """What a file of the project imports; folders that are not the project's have no say."""
    if any(part.startswith(".") or part == "node_modules" for part in file.relative_to(ROOT.parent).parts):
        return set()
    return imported(ast.parse(file.read_text()))


def test_spiffworkflows_python_is_out_of_reach_in_these_tests() -> None:
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

    with pytest.raises(AssertionError, match="was touched"):
        PythonScriptEngine()
