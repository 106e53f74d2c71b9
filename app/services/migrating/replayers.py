"""Replayers of the definitions that were last asked about: preview, plan and a second look share their steps."""

from collections import OrderedDict
from threading import Lock

from workflows.engine import Definition, Replayer

KEPT = 8

_kept: OrderedDict[str, Replayer] = OrderedDict()
_lock = Lock()


def replayer_of(definition: Definition) -> Replayer:
    """The replayer of a definition, by its digest; losing one costs only time."""
    with _lock:
        found = _kept.pop(definition.digest, None) or Replayer(definition)
        _kept[definition.digest] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
