"""Joins that know their fork.

SpiffWorkflow's own parallel join takes a branch of an earlier round of a loop for one of this round, and goes on
before everybody has decided; its inclusive join may wait for itself around a loop. In the diagrams we accept, each
join has a fork, so a join waits exactly until nothing is left to come from the fork that its token came through.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.util.task import TaskState

from .blocks import Block

_TO_COME = TaskState.FUTURE | TaskState.WAITING | TaskState.READY | TaskState.STARTED


class ParallelJoin(ParallelGateway):  # type: ignore[misc]
    """A parallel gateway; ``block`` is set when it joins the branches of a fork."""

    block: Block | None = None

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        if self.block is None:
            return bool(super()._check_threshold_unstructured(my_task))
        return all_arrived(self.block, my_task)


class InclusiveJoin(InclusiveGateway):  # type: ignore[misc]
    """An inclusive gateway; without a block it has nothing to wait for."""

    block: Block | None = None

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        return self.block is None or all_arrived(self.block, my_task)


def all_arrived(block: Block, my_task: Any) -> bool:
    """Whether nothing that came out of this token's fork is still on its way."""
    fork = my_task.find_ancestor(block.fork)
    coming = (task for task in _branches(fork, my_task.task_spec) if task.task_spec.name in block.inside)
    return not any(task.has_state(_TO_COME) for task in coming)


def _branches(fork: Any, join: Any) -> Iterator[Any]:
    """Every task after a fork, down to its join."""
    waiting = list(fork.children)
    while waiting:
        task = waiting.pop()
        if task.task_spec is not join:
            yield task
            waiting.extend(task.children)
