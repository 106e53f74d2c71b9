"""Work that nobody can go on with: raised, listed, and given to an organisation that can."""
