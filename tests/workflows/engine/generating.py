"""Random diagrams: blocks that nest, drawn so that they can be run by us and by SpiffWorkflow alone."""

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from hypothesis import strategies as st

from tests.workflows.engine.drawing import Drawing, bundle, table
from workflows.engine import Bundle

Block = tuple[Any, ...]
VARIABLES = ("first", "second", "third")
TABLE = table("grading", ["first", "hours"], ["grade"], [["true", "> 5", '"high"'], ["-", "-", '"low"']])


def blocks() -> st.SearchStrategy[Block]:
    """A tree of blocks, at most a dozen leaves."""
    leaves = st.one_of(
        st.just(("task",)),
        st.just(("choice",)),
        st.just(("loop",)),
        st.just(("rule",)),
        st.tuples(st.just("timed"), st.booleans()),
    )
    return st.recursive(leaves, _nest, max_leaves=8)


def _nest(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.tuples(st.just("sequence"), several),
        st.tuples(st.just("parallel"), several),
        st.tuples(st.just("inclusive"), several),
        st.tuples(st.just("exclusive"), several),
        st.tuples(st.just("again"), inner),
        st.tuples(st.just("sub"), inner),
        st.tuples(st.just("timed_sub"), inner),
        st.tuples(st.just("call"), inner),
    )


@dataclass
class Artist:
    """Turns blocks into drawings. Each block gets one way in and one way out."""

    called: list[Drawing] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))
    decides: bool = False

    def bundle(self, block: Block) -> Bundle:
        main = self._process("main", block, "done")
        return bundle(main, *self.called, tables={"grading.dmn": TABLE} if self.decides else None)

    def _process(self, id: str, block: Block, end: str) -> Drawing:
        drawing = Drawing(id)
        start, end = f"{id}_start", f"{id}_{end}"
        drawing.start(start).end(end)
        first, last = self.draw(drawing, block)
        drawing.chain(start, first).chain(last, end)
        return drawing

    def _new(self, name: str) -> str:
        return f"{name}{next(self.numbers)}"

    def draw(self, drawing: Drawing, block: Block) -> tuple[str, str]:
        result: tuple[str, str] = getattr(self, f"_{block[0]}")(drawing, *block[1:])
        return result

    def _task(self, drawing: Drawing) -> tuple[str, str]:
        task = self._new("task")
        drawing.user(task)
        return task, task

    def _choice(self, drawing: Drawing) -> tuple[str, str]:
        """A decision, then one of two tasks by its outcome."""
        task, split, merge = self._new("task"), self._new("by_outcome"), self._new("merge")
        yes, no = self._new("yes"), self._new("no")
        drawing.user(task).gateway("exclusive", split, default=f"{split}_no").user(yes).user(no)
        drawing.gateway("exclusive", merge).chain(task, split)
        drawing.flow(split, yes, "outcome == 'approve'").flow(split, no, id=f"{split}_no")
        drawing.chain(yes, merge).chain(no, merge)
        return task, merge

    def _loop(self, drawing: Drawing) -> tuple[str, str]:
        """A decision that sends back to a revision until approved."""
        task, split, revise, merge = self._new("task"), self._new("back"), self._new("revise"), self._new("merge")
        drawing.user(task).gateway("exclusive", split, default=f"{split}_back").user(revise)
        drawing.gateway("exclusive", merge).chain(task, split)
        drawing.flow(split, merge, f"outcome_of('{task}') in ['approve', 'reject']")
        drawing.flow(split, revise, id=f"{split}_back").chain(revise, task)
        return task, merge

    def _rule(self, drawing: Drawing) -> tuple[str, str]:
        """A decision table, then a task for each of its grades."""
        self.decides = True
        rule, split, merge = self._new("rule"), self._new("by_grade"), self._new("merge")
        high, low = self._new("high"), self._new("low")
        drawing.rule(rule, "grading").gateway("exclusive", split, default=f"{split}_low").user(high).user(low)
        drawing.gateway("exclusive", merge).chain(rule, split)
        drawing.flow(split, high, "grade == 'high' and not third").flow(split, low, id=f"{split}_low")
        drawing.chain(high, merge).chain(low, merge)
        return rule, merge

    def _timed(self, drawing: Drawing, interrupting: bool) -> tuple[str, str]:
        task = self._new("task")
        drawing.user(task)
        return self._with_timer(drawing, task, interrupting)

    def _with_timer(self, drawing: Drawing, host: str, interrupting: bool) -> tuple[str, str]:
        timer, late, merge = self._new("timer"), self._new("late"), self._new("merge")
        drawing.timer(timer, on=host, duration="&quot;P5D&quot;", interrupting=interrupting).user(late)
        drawing.gateway("exclusive", merge).chain(host, merge).chain(timer, late)
        if interrupting:
            drawing.chain(late, merge)
        else:
            aside = self._new("aside")
            drawing.end(aside, name="").chain(late, aside)
        return host, merge

    def _sequence(self, drawing: Drawing, inner: list[Block]) -> tuple[str, str]:
        drawn = [self.draw(drawing, block) for block in inner]
        for (_, last), (first, _) in pairwise(drawn):
            drawing.flow(last, first)
        return drawn[0][0], drawn[-1][1]

    def _parallel(self, drawing: Drawing, inner: list[Block]) -> tuple[str, str]:
        return self._fork(drawing, "parallel", inner)

    def _inclusive(self, drawing: Drawing, inner: list[Block]) -> tuple[str, str]:
        return self._fork(drawing, "inclusive", inner)

    def _exclusive(self, drawing: Drawing, inner: list[Block]) -> tuple[str, str]:
        return self._fork(drawing, "exclusive", inner)

    def _fork(self, drawing: Drawing, kind: str, inner: list[Block]) -> tuple[str, str]:
        split, join = self._new("split"), self._new("join")
        default = None if kind == "parallel" else f"{split}_{len(inner) - 1}"
        drawing.gateway(kind, split, default=default).gateway(kind, join)
        for number, block in enumerate(inner):
            first, last = self.draw(drawing, block)
            conditional = default is not None and number < len(inner) - 1
            condition = f"{VARIABLES[number]} or hours > {5 + number}" if conditional else None
            drawing.flow(split, first, condition, id=f"{split}_{number}").flow(last, join)
        return split, join

    def _again(self, drawing: Drawing, inner: Block) -> tuple[str, str]:
        """A block that is run again until somebody approves it."""
        enter, task, split, leave = self._new("enter"), self._new("task"), self._new("again"), self._new("leave")
        drawing.gateway("exclusive", enter).gateway("exclusive", leave).user(task)
        drawing.gateway("exclusive", split, default=f"{split}_no")
        first, last = self.draw(drawing, inner)
        drawing.chain(enter, first).chain(last, task, split).flow(split, leave, "outcome != 'return'")
        drawing.flow(split, enter, id=f"{split}_no")
        return enter, leave

    def _sub(self, drawing: Drawing, inner: Block) -> tuple[str, str]:
        sub = self._process(self._new("sub"), inner, "out")
        drawing.sub(sub)
        return sub.id, sub.id

    def _timed_sub(self, drawing: Drawing, inner: Block) -> tuple[str, str]:
        host, _ = self._sub(drawing, inner)
        return self._with_timer(drawing, host, True)

    def _call(self, drawing: Drawing, inner: Block) -> tuple[str, str]:
        called = self._process(self._new("called"), inner, "out")
        self.called.append(called)
        call = self._new("call")
        drawing.call(call, called.id)
        return call, call
