"""How bytes reach the disk: whole or not at all, by one writer at a time."""
