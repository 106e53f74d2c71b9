"""Forms of HR departments."""
