"""The page of one instance, and the list of those that an organisation submitted."""
