"""Training plans (培训计划) of a base."""
