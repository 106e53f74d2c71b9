"""Forms of the three offices."""
