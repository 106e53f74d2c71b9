"""Spreadsheets as downloads."""

from urllib.parse import quote

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FALLBACK = "download.xlsx"  # for programs that do not read the name in UTF-8


def spreadsheet(name: str, content: bytes) -> Response:
    """Answer with an .xlsx file called `name`; browsers read the name in UTF-8."""
    disposition = f"attachment; filename=\"{FALLBACK}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": disposition})
