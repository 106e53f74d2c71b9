"""What each role finds on its start page: what waits, what of its own is where, what is due."""
