"""Imports only point down: who may know whom, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

OURS = ("app", "forms", "migrations", "models", "tests", "workflows", "bench")
FOREIGN_TO_SERVICES = ("flask", "flask_login", "flask_wtf", "wtforms", "SpiffWorkflow", "werkzeug")

FORBIDDEN = {
    "models": (*[name for name in OURS if name != "models"], *FOREIGN_TO_SERVICES),
    "workflows": (*[name for name in OURS if name != "workflows"], "flask", "sqlalchemy", "psycopg"),
    "forms": ("app.services", "app.views", "app.items", "workflows", "sqlalchemy"),
    "app/permissions.py": ("app", "flask", "sqlalchemy"),
    "app/errors.py": ("app", "flask", "sqlalchemy"),
    "app/items": ("app.services", "app.views", "app.jobs", "app.cli", "forms", *FOREIGN_TO_SERVICES),
    "app/services": ("app.views", "app.jobs", "app.cli", "forms", "tests", *FOREIGN_TO_SERVICES),
    "app/jobs": ("app.views", "app.cli", "forms", "flask", "SpiffWorkflow"),
    "app/views": ("app.cli", "app.items", "app.jobs", "sqlalchemy", "SpiffWorkflow", "workflows"),
    "app": ("tests", "bench"),
}
"""Part of the tree -> what nothing in it may import, except as said in EXCEPTIONS."""

EXCEPTIONS = {
    ("app/views/context.py", "sqlalchemy"),  # names the type of the session that it hands out
    ("app/views/navigation.py", "sqlalchemy"),  # and here of the one that badges are counted with
}


def imports_of(file: Path) -> Iterator[str]:
    """Modules that a file names, those imported within functions too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def files_of(part: str) -> list[Path]:
    """The Python files of a part of the tree."""
    place = ROOT / part
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("part", FORBIDDEN)
def test_imports_point_down(part: str):
    files = files_of(part)
    assert files
    upward = {
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files
        for module in imports_of(file)
        for root in FORBIDDEN[part]
        if module == root or module.startswith(f"{root}.")
        if (str(file.relative_to(ROOT)), root) not in EXCEPTIONS
    }
    assert upward == set()


def test_only_the_engine_imports_spiffworkflow():
    users = {
        str(file.relative_to(ROOT))
        for part in ("app", "forms", "models", "workflows")
        for file in files_of(part)
        if any(module.split(".")[0] == "SpiffWorkflow" for module in imports_of(file))
    }
    assert users
    assert {name.rpartition("/")[0] for name in users} == {"workflows/engine"}


def test_only_the_units_of_work_commit():
    """Services get a session and never commit."""
    places = {
        str(file.relative_to(ROOT))
        for part in ("app", "forms", "models")
        for file in files_of(part)
        if ".commit()" in file.read_text()
    }
    assert places <= {"app/database.py", "app/views/context.py", "app/views/application.py"}
