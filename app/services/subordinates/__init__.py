"""下级机构: the organisations below one that reviews, listed, read, disabled and enabled."""
