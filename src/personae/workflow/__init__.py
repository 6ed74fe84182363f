"""The only room where stages are put in order."""
