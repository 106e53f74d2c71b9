"""Training classes (培训班) of a base."""
