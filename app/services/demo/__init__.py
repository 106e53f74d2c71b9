"""The demo province: every person and body in it is made up."""
