"""No code from a diagram: while these tests run, SpiffWorkflow's Python engine raises whenever it is touched."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from SpiffWorkflow.bpmn.script_engine import python_engine, python_environment

settings.register_profile("quick", max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

FORBIDDEN = (
    python_engine.PythonScriptEngine,
    python_environment.BasePythonScriptEngineEnvironment,
    python_environment.TaskDataEnvironment,
)
METHODS = ("__init__", "evaluate", "execute", "call_service", "validate")


def _refuse(*_args: object, **_kwargs: object) -> None:
    raise AssertionError("SpiffWorkflow's Python engine was touched")


@pytest.fixture(scope="session", autouse=True)
def no_python_from_diagrams() -> Iterator[None]:
    """Patch every way into SpiffWorkflow's Python for the whole of tests/workflows."""
    with pytest.MonkeyPatch.context() as patch:
        for cls in FORBIDDEN:
            for method in METHODS:
                if method in vars(cls):
                    patch.setattr(cls, method, _refuse)
        yield
