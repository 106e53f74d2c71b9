"""What several votes come to. Pure: the rule of countersigning (会签), and nothing else.

The first outcome that a task offers is the agreeing one. It wins with the share of the signers that the rule
asks for; as soon as it cannot reach that any more, the strongest of the other outcomes does.
"""

import math
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal


def needed(rule: str, signers: int) -> int:
    """How many of so many signers must agree: by rule ``all``, ``any``, or a percentage such as ``60%``."""
    if rule == "all":
        return signers
    if rule == "any":
        return 1
    share = Decimal(rule.rstrip("%")) / 100
    return max(1, math.ceil(share * signers))


def result_of(rule: str, outcomes: Sequence[str], votes: Sequence[str | None]) -> str | None:
    """The outcome that can no longer change; None while it can. `votes` has one a signer, None for one that waits.

    By the rule ``any`` the first vote decides, whatever it says.
    """
    cast = [vote for vote in votes if vote is not None]
    if rule == "any":
        return cast[0] if cast else None
    agreeing, others = outcomes[0], Counter(vote for vote in cast if vote != outcomes[0])
    need = needed(rule, len(votes))
    if cast.count(agreeing) >= need:
        return agreeing
    if len(votes) - others.total() >= need:
        return None
    return max(others, key=lambda outcome: (others[outcome], -outcomes.index(outcome)))
