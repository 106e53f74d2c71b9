"""Hours that count for learners, year by year."""
