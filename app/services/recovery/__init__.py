"""Forgotten passwords: asking for a new one, the link, and the requests that wait."""
