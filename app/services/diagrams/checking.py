"""What keeps a drawn diagram from being released: the engine's checks, and those that need the item it is for."""

from collections.abc import Mapping

from app.items import item_of_process
from app.services.diagrams.vocabulary import domains
from models import Module
from workflows.engine import (
    Bundle,
    Definition,
    Problem,
    check_bundle,
    compile_bundle,
    table_problems,
    undrawn,
    unreviewed_ends,
)

NEGATIVE_ENDS = frozenset({"rejected", "unqualified", "dismissed", "abandoned"})
"""Ends by which a submitter gains nothing: these may be reached without a review."""


def bundle_from(process_id: str, files: Mapping[str, str]) -> Bundle:
    """The bundle of files as they are kept."""
    return Bundle(process_id, {file: text.encode("utf-8", "surrogatepass") for file, text in files.items()})


def problems_of(bundle: Bundle) -> list[Problem]:
    """What keeps a bundle from running as a version of its process; none: it can."""
    item = item_of_process(bundle.process_id)
    problems = check_bundle(bundle, item.variables, item.parties, [module.value for module in Module])
    if problems:
        return problems
    definition = compile_bundle(bundle)
    tables = table_problems(definition.diagram, domains(bundle.process_id))
    return [*tables, *_problems_of_item(definition, item.ends, item.submitter_party)]


def problems_to_people(bundle: Bundle) -> list[Problem]:
    """The same, and what would keep people from seeing what they agree to; none: it can be released."""
    return problems_of(bundle) or undrawn(bundle, compile_bundle(bundle).diagram)


def _problems_of_item(definition: Definition, ends: frozenset[str], submitter: str) -> list[Problem]:
    file = definition.diagram.scopes[definition.diagram.root].file
    known = "、".join(sorted(ends))
    problems = [
        Problem("unknown_end", file, end, name, f"结束“{name}”（{end}）没有对应的业务处理，可用的编号有：{known}。")
        for end, name in definition.ends.items()
        if end not in ends
    ]
    for end in unreviewed_ends(definition, submitter):
        if end not in NEGATIVE_ENDS:
            name = definition.ends[end]
            cure = f"提交方不经任何审核就能到达“{name}”，请在途中加一个由审核方办理的任务。"
            problems.append(Problem("not_reviewed", file, end, name, cure))
    for node in definition.nodes.values():
        if node.kind == "boundaryEvent":
            cure = f"边界定时器“{node.name or node.id}”尚未开通，请删去；办理期限请写在任务的属性里。"
            problems.append(Problem("not_served", file, node.id, node.name, cure))
    return problems
