"""How far a score is to get: who decides what about it."""

import enum
from random import Random


class Fate(enum.Enum):
    """Where a score ends up."""

    FAILED = "failed"  # below the pass mark, so never declared
    ENTERED = "entered"
    AT_EMPLOYER = "at_employer"
    AT_HR = "at_hr"
    RETURNED_BY_EMPLOYER = "returned_by_employer"
    RETURNED_BY_HR = "returned_by_hr"
    RESUBMITTED = "resubmitted"  # returned, corrected, and at the employer again
    REJECTED_BY_EMPLOYER = "rejected_by_employer"
    REJECTED_BY_HR = "rejected_by_hr"
    QUALIFIED = "qualified"


APPROVE, RETURN, REJECT = "approve", "return", "reject"
DECISIONS: dict[Fate, tuple[str, ...]] = {  # the employer's, then the HR department's
    Fate.AT_EMPLOYER: (),
    Fate.AT_HR: (APPROVE,),
    Fate.RETURNED_BY_EMPLOYER: (RETURN,),
    Fate.RETURNED_BY_HR: (APPROVE, RETURN),
    Fate.RESUBMITTED: (RETURN,),
    Fate.REJECTED_BY_EMPLOYER: (REJECT,),
    Fate.REJECTED_BY_HR: (APPROVE, REJECT),
    Fate.QUALIFIED: (APPROVE, APPROVE),
}
"""The fates of declared scores."""

WEIGHTS = {  # in thousandths: the past year is nearly done, the present one is under way
    2025: {
        Fate.ENTERED: 30,
        Fate.AT_EMPLOYER: 15,
        Fate.AT_HR: 30,
        Fate.RETURNED_BY_EMPLOYER: 10,
        Fate.RETURNED_BY_HR: 5,
        Fate.REJECTED_BY_EMPLOYER: 8,
        Fate.REJECTED_BY_HR: 7,
        Fate.QUALIFIED: 895,
    },
    2026: {
        Fate.ENTERED: 270,
        Fate.AT_EMPLOYER: 160,
        Fate.AT_HR: 150,
        Fate.RETURNED_BY_EMPLOYER: 25,
        Fate.RETURNED_BY_HR: 20,
        Fate.RESUBMITTED: 15,
        Fate.REJECTED_BY_EMPLOYER: 8,
        Fate.REJECTED_BY_HR: 7,
        Fate.QUALIFIED: 345,
    },
}


def draw_fate(year: int, chance: Random) -> Fate:
    """Return the fate of a passing score in a class of this year."""
    return chance.choices(list(WEIGHTS[year]), list(WEIGHTS[year].values()))[0]
