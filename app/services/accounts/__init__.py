"""Who signs in, with which password, as whom, and for how long."""
