"""Bulk commands: one order over many rows, in chunks, resumable, with a result for each row."""

from app.services.commands.find import find, refusals
from app.services.commands.order import order
from app.services.commands.run import run_chunk

__all__ = ["find", "order", "refusals", "run_chunk"]
