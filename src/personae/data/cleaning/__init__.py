"""A source and its roles in, clean rows out, every row accounted for."""
