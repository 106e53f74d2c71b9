"""Moving what is in flight to another version, and trying a draft on history: both work on distinct paths."""

from app.services.migrating.migrate import migrate
from app.services.migrating.plan import Plan, make_plan
from app.services.migrating.preview import Preview, preview
from app.services.migrating.run import run_chunk
from app.services.migrating.undo import decided_since, undo

__all__ = ["Plan", "Preview", "decided_since", "make_plan", "migrate", "preview", "run_chunk", "undo"]
