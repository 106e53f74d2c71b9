"""Registrations: submitted, followed, withdrawn and corrected by people who are not signed in."""
