"""What a reader is told, up to where he has read it, and how it reaches him elsewhere."""
