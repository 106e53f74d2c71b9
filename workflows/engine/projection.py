"""What the engine is told about an item: truths and table outputs, never the values themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .expressions import Value

TableOutputs = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Projection:
    """Truth of each atomic condition, and the outputs of each decision table (None: no single rule matched).

    Both are sorted by name, so that equal projections are equal tuples.
    """

    truths: tuple[tuple[str, bool], ...] = ()
    tables: tuple[tuple[str, TableOutputs | None], ...] = ()

    def to_json(self) -> list[Any]:
        """Lists and scalars for canonical JSON."""
        tables = [
            [name, None if outputs is None else [[key, encode_value(value)] for key, value in outputs]]
            for name, outputs in self.tables
        ]
        return [[list(pair) for pair in self.truths], tables]

    @classmethod
    def from_json(cls, data: Any) -> "Projection":
        """Read back what to_json wrote. Raises TypeError, ValueError or KeyError on anything else."""
        truths, tables = data
        return cls(
            tuple((str(name), _truth(truth)) for name, truth in truths),
            tuple(
                (str(name), None if outputs is None else tuple((str(k), decode_value(v)) for k, v in outputs))
                for name, outputs in tables
            ),
        )


def encode_value(value: Value) -> Any:
    """A value as JSON keeps it: a Decimal as its text in an object, the rest as they are."""
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def decode_value(data: Any) -> Value:
    """Read back what encode_value wrote."""
    if isinstance(data, Mapping):
        return Decimal(data["decimal"])
    if not isinstance(data, bool | int | str):
        raise TypeError(type(data).__name__)
    return data


def _truth(data: Any) -> bool:
    if not isinstance(data, bool):
        raise TypeError(type(data).__name__)
    return data
