"""What pages ask for, and what of it is well-formed; what it means is for the services."""
