"""Pages of the three offices: system administrators, security administrators, auditors."""
