"""The inbox (待办事项): what waits for an actor, folded into groups."""
