"""Telling other systems: where to, and how each delivery went."""
