"""Arguments in addresses."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1  # of a bigint column


class RowId(IntegerConverter):
    """`<int:...>`: a number that a row can have; the address of any other is not there."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def install(app: Flask) -> None:
    """Let every `<int:...>` of `app` be a RowId."""
    app.url_map.converters["int"] = RowId
