"""Annual reports of a base (年审报告管理)."""
