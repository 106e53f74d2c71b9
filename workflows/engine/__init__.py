"""The pure engine: a bundle of diagrams, a state and an event in; the next state and what changed out.

It reads no database, no clock and no user. Nothing outside this package imports SpiffWorkflow.
"""

from .advance import MAX_EVENTS, advance, complete, fire, fold, start
from .ahead import steps_ahead
from .bundle import Bundle
from .compiler import check_bundle, compile_bundle, problems_of_tables
from .definition import Definition
from .difference import Changed, Difference, differences
from .drawing import undrawn
from .errors import (
    CodeRefused,
    DiagramRefused,
    EndsDisagree,
    EventNotUnderstood,
    EventOutOfPlace,
    NoSingleRule,
    OutcomeNotOffered,
    PathTooLong,
    ProjectionMismatch,
    StateNotUnderstood,
    StuckWorkflow,
    UnknownTask,
    UnknownTimer,
    ValueNotComparable,
    VariableMissing,
    WorkflowError,
)
from .events import Event
from .foreign import ignored_extensions
from .memo import Memo
from .model import Lane
from .places import PathTaken, open_tasks, path_taken
from .problems import Problem
from .projection import Projection
from .reaching import reach
from .regions import Domain
from .replay import Replay, Standing, carries, carry, replay, replay_finished
from .replayer import Replayer, place_of
from .review import unreviewed_ends
from .sheets import Sheet, SheetRule, decisions_of, write_sheet
from .state import ENGINE_VERSION
from .steps import ClosedTask, OpenTask, OpenTimer, Step
from .table_checks import table_problems
from .user_tasks import Countersign, UserTask

__all__ = [
    "ENGINE_VERSION",
    "MAX_EVENTS",
    "Bundle",
    "Changed",
    "ClosedTask",
    "CodeRefused",
    "Countersign",
    "Definition",
    "DiagramRefused",
    "Difference",
    "Domain",
    "EndsDisagree",
    "Event",
    "EventNotUnderstood",
    "EventOutOfPlace",
    "Lane",
    "Memo",
    "NoSingleRule",
    "OpenTask",
    "OpenTimer",
    "OutcomeNotOffered",
    "PathTaken",
    "PathTooLong",
    "Problem",
    "Projection",
    "ProjectionMismatch",
    "Replay",
    "Replayer",
    "Sheet",
    "SheetRule",
    "Standing",
    "StateNotUnderstood",
    "Step",
    "StuckWorkflow",
    "UnknownTask",
    "UnknownTimer",
    "UserTask",
    "ValueNotComparable",
    "VariableMissing",
    "WorkflowError",
    "advance",
    "carries",
    "carry",
    "check_bundle",
    "compile_bundle",
    "complete",
    "decisions_of",
    "differences",
    "fire",
    "fold",
    "ignored_extensions",
    "open_tasks",
    "path_taken",
    "place_of",
    "problems_of_tables",
    "reach",
    "replay",
    "replay_finished",
    "start",
    "steps_ahead",
    "table_problems",
    "undrawn",
    "unreviewed_ends",
    "write_sheet",
]
