"""Scores in flight on a chain that is then drawn otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.resubmit import resubmit
from app.services.diagrams.library import definition
from app.services.migrating import Plan, make_plan, migrate
from app.services.migrating.migrate import Choice
from models import (
    Diagram,
    Instance,
    Migration,
    MigrationChoice,
    OrganizationKind,
    PathNode,
    UserTask,
    WorkflowState,
    WorkItem,
)
from tests.factories import make_member, make_office
from tests.journey import Journey, begin
from tests.redrawing import PROCESS, line, release
from workflows.engine import open_tasks, place_of


@dataclass
class Redrawn:
    """A journey whose diagram an administrator draws anew."""

    journey: Journey
    admin: Actor

    @property
    def session(self) -> Session:
        return self.journey.session

    def draw(self, *steps: str, **drawn) -> int:
        """Release the chain of these steps."""
        return release(self.session, line(*steps, **drawn))

    def walk(self, *decisions: str) -> None:
        """Take everything in flight one step on: ``step``, ``step:return`` or ``revise``."""
        for decision in decisions:
            step, _, outcome = decision.partition(":")
            if step == "revise":
                results = resubmit(self.session, self.journey.open_items(step), by=self.journey.chain.base_member)
            else:
                results = self.journey.review(step, outcome or "approve", by=self.reviewer(step))
            assert [result.ok for result in results] == [True] * max(len(results), 1), decision

    def reviewer(self, step: str) -> Actor:
        chain = self.journey.chain
        return chain.employer_member if step == "employer_review" else chain.hr_member

    def plan(self) -> Plan:
        """The plan to the current version."""
        version = self.session.scalars(
            select(Diagram.current_version_id).where(Diagram.process_id == PROCESS)
        ).one()
        assert version is not None
        return make_plan(self.session, PROCESS, version, by=self.admin)

    def move(self, choice: MigrationChoice | None = None, target: str = "") -> Migration:
        """Migrate with this choice for every group (None: the default)."""
        plan = self.plan()
        choices = {group.key: Choice(choice, target) for group in plan.groups} if choice else {}
        return migrate(self.session, plan, choices, by=self.admin)

    def open(self) -> list[list[str]]:
        """The nodes of the open work items, by instance."""
        self.session.expire_all()
        query = select(WorkItem.instance_id, UserTask.node_id).join(UserTask).where(WorkItem.closed_at.is_(None))
        found: dict[int, list[str]] = {instance.id: [] for instance in self.instances()}
        for instance_id, node in self.session.execute(query.order_by(WorkItem.instance_id, UserTask.node_id)):
            found[instance_id].append(node)
        return list(found.values())

    def instances(self) -> Sequence[Instance]:
        return self.journey.instances()

    def verify(self) -> None:
        """Every chain holds, and every instance has open work exactly where its state says."""
        assert broken_chains(self.session, first=1, last=last_instance_id(self.session)) == []
        for instance, nodes in zip(self.instances(), self.open(), strict=True):
            if instance.ended_at is None:
                state = select(WorkflowState.body).join(PathNode, PathNode.state_digest == WorkflowState.digest)
                body = self.session.scalars(state.where(PathNode.id == instance.path_node_id)).one()
                tasks = open_tasks(definition(self.session, instance.version_id), body)
                assert nodes == sorted(place_of(task.task_key).rpartition("/")[2] for task in tasks)
            else:
                assert nodes == []


@pytest.fixture
def redrawn(session: Session) -> Redrawn:
    """Two scores, not declared, on a chain of employer and HR department."""
    journey = begin(session, learners=2)
    found = Redrawn(journey, make_member(session, make_office(session, OrganizationKind.SYSTEM), name="系统管理员"))
    found.draw("employer_review", "hr_review")
    return found
