"""Revoking qualified scores (学时审验): search, propose, and what became of the proposals."""
