"""Daily seals: proof, also against who owns the database, once a seal is kept elsewhere."""
