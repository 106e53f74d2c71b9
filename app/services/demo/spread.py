"""How learners spread over employers: a few large ones, many small (Zipf)."""

FLATTEN = 5  # the larger, the less the first outweighs the rest
STORY_EMPLOYERS = 3  # those with demo accounts
STORY_LEARNERS = 12  # enough for every state to be met there


def spread(learners: int, employers: int) -> list[int]:
    """Return how many of the learners each employer has; at least one each, and the sum is `learners`.

    Raises ValueError when there are too few for the employers of the demo accounts.
    """
    least = [STORY_LEARNERS if place < STORY_EMPLOYERS else 1 for place in range(employers)]
    rest = learners - sum(least)
    if rest < 0:
        raise ValueError(f"at least {sum(least)} learners are needed")
    weights = [1 / (place + FLATTEN) for place in range(employers)]
    more = [int(rest * weight / sum(weights)) for weight in weights]
    left_over = rest - sum(more)
    return [
        fewest + extra + (1 if place < left_over else 0)
        for place, (fewest, extra) in enumerate(zip(least, more, strict=True))
    ]
