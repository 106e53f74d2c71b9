"""Subjects (培训科目): those that a base keeps, and those that it may choose."""
