"""What runs the program on one machine: the embedded database, the lock on its folder, the supervisor."""
