"""机构管理: all organisations, as the system administrators see them, and how HR departments begin."""
