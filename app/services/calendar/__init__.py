"""Working days of China: what they are, and what is due by them."""
