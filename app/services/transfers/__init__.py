"""Transfers of learners between employers (单位调转)."""
