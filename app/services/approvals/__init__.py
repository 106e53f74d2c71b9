"""The approval verbs; each works on a list, and one item is a list of one."""

from app.services.approvals.decide import decide
from app.services.approvals.resubmit import resubmit
from app.services.approvals.results import Result
from app.services.approvals.start import start
from app.services.approvals.withdraw import withdraw

__all__ = ["Result", "decide", "resubmit", "start", "withdraw"]
