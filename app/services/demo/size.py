"""How large the province is, in proportion to its learners."""

from dataclasses import dataclass

FULL = 20_000  # learners of the whole demo: 30 bases, 300 employers, about 60,000 scores
LEAST = 60  # the employers of the demo accounts have 12 each
FEWEST_BASES = 3
FEWEST_EMPLOYERS = 6


@dataclass(frozen=True)
class Size:
    """The number of learners, and what follows from it."""

    learners: int

    @property
    def bases(self) -> int:
        """Bases, of which the first few are the province's."""
        return max(FEWEST_BASES, self.learners * 30 // FULL)

    @property
    def employers(self) -> int:
        """Employers, of which the first three are where the demo accounts are."""
        return max(FEWEST_EMPLOYERS, self.learners * 300 // FULL)

    @property
    def classes(self) -> int:
        """Classes of one base in one year."""
        return min(12, 3 + self.learners // 2_000)
