"""Notices (通知公告): publishing them, and what everybody reads."""
