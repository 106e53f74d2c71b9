"""Forms of training bases."""
