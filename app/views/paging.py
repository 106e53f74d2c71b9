"""Keys of pages, as addresses carry them."""

from flask import request

LARGEST = 2**63 - 1


def key_in_address(name: str = "after", *, largest: int = LARGEST) -> int | None:
    """The id behind which the page begins; None where the address has none that an id could be."""
    value = request.args.get(name, type=int)
    return value if value is not None and 0 < value <= largest else None
